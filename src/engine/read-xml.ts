import { SaxesParser } from 'saxes';
import { readText } from './read-text.ts';
import { ResultsDamage } from './results-file.ts';

/** Deeper than any writer of results nests. */
const MAX_DEPTH = 100;
/** Of one text, comment or tag: nothing larger is ever held in memory. */
const MAX_PIECE = 64 * 1024 * 1024;

export interface XmlListener {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text: (text: string) => void;
  readonly close: (name: string) => void;
  readonly warn: (sentence: string) => void;
}

/**
 * Reads an XML file from its beginning to its end or to the first thing that is wrong with it: then it throws ResultsDamage with the line.
 * A document type is refused, so that there are no entities but XML's own five. Control characters, which many tools copy from what a
 * test printed, are kept and told as a warning.
 */
export function readXml(file: string, listener: XmlListener): void {
  const parser = new SaxesParser();
  const state = { depth: 0, piece: 0, warned: false };
  const damage = (why: string): never => {
    throw new ResultsDamage(parser.line, why);
  };
  parser.on('error', (error) => {
    const why = error.message.replace(/^\d+:\d+: /u, '').replace(/\.$/u, '');
    if (why !== 'disallowed character') damage(`not well-formed XML: ${why}`);
    if (!state.warned) listener.warn(`line ${parser.line}: characters that XML does not allow were kept`);
    state.warned = true;
  });
  parser.on('doctype', () => damage('a document type (DOCTYPE) is not allowed: entities are never expanded'));
  parser.on('opentag', (tag) => {
    state.depth += 1;
    if (state.depth > MAX_DEPTH) damage(`elements are nested more than ${MAX_DEPTH} deep`);
    listener.open(tag.name, tag.attributes);
  });
  parser.on('closetag', (tag) => {
    state.depth -= 1;
    listener.close(tag.name);
  });
  // The parser holds a piece until it has ended: what came since the last end bounds what it holds.
  const settle = (): void => {
    state.piece = 0;
  };
  const tell = (text: string): void => {
    settle();
    listener.text(text);
  };
  parser.on('opentagstart', settle);
  parser.on('comment', settle);
  parser.on('text', tell);
  parser.on('cdata', tell);
  locate(parser, () => {
    readText(file, (text) => {
      state.piece += text.length;
      if (state.piece > MAX_PIECE) damage('a single text or tag is longer than 64 MiB');
      if (text !== '') parser.write(text);
    });
    parser.close();
  });
}

/** A listener does not know the line; line 0 means here. */
function locate(parser: SaxesParser, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (error instanceof ResultsDamage && error.line === 0) throw new ResultsDamage(parser.line, error.message);
    throw error;
  }
}
