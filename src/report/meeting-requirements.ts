import { count, findMeetings } from '#domain';
import type { Assessment, Meeting } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';

/** A finding of the requirements themselves: requests that two approved ones answer differently. Empty where there are none. */
export function renderMeetings({ state }: Assessment, most: number): readonly string[] {
  const meetings = findMeetings(state.declared.requirements);
  if (meetings.length === 0) return [];
  const more = meetings.length - most;
  const told = meetings.slice(0, most).map(describeMeeting);
  return [
    `${count(meetings.length, 'request')} that two approved requirements answer differently, and neither goes ${markdownCode('before')} the other; a failure there asks for a decision:`,
    [...told, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
  ];
}

function describeMeeting({ ids: [one, other], example, answers }: Meeting): string {
  const [first, second] = answers.map((answer) => markdownCode(answer));
  return `- ${markdownText(example, 120)}: ${markdownCode(one)} promises ${first ?? ''}, ${markdownCode(other)} promises ${second ?? ''}`;
}
