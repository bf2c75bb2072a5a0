import type { TapPlan } from '#contact';
import { nameEdge, parseEdge } from '#contact';
import { findReferences } from '#domain';
import type { ComponentSpec, PortDeclaration } from '#domain';
import { SUITE } from './address-book.ts';
import type { AddressBook } from './address-book.ts';
import type { WorldRequest } from './types.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/** A relay that is wanted, before it has a port. */
export interface WantedTap {
  readonly plan: Omit<TapPlan, 'listenPort' | 'targetPort'>;
  readonly declaration: PortDeclaration;
  /** Who is given its port instead of the component's own. */
  readonly viewers: readonly string[];
}

export interface TapSubject {
  readonly book: AddressBook;
  readonly request: WorldRequest;
}

/**
 * One for each port and each of those who know it; one for all where its number is handed on, for what the service says of an address
 * must be what the suite knows of it. None before a pinned port (it is pinned because somebody has its number written down), before what
 * is not TCP, and before what is not on this machine.
 */
export function planTaps({ book, request }: TapSubject): readonly WantedTap[] {
  const viewers = listViewers({ book, request });
  return request.components.flatMap((component) => {
    const who = viewers.filter(({ sees }) => sees.has(component.name)).map(({ viewer }) => viewer);
    const { host } = book.locate(component.name);
    if (!LOOPBACK.has(host)) return [];
    return component.declares.ports
      .filter(isTappable)
      .flatMap((port) => planPort({ component, port, host, viewers: who, request }));
  });
}

function isTappable({ protocol, pair, pinned, foreign, direct }: PortDeclaration): boolean {
  return protocol === 'tcp' && pair !== true && direct !== true && (pinned === undefined || foreign === true);
}

interface PortSubject extends Pick<TapSubject, 'request'> {
  readonly component: ComponentSpec;
  readonly port: PortDeclaration;
  readonly host: string;
  readonly viewers: readonly string[];
}

function planPort({ component, port, host, viewers, request }: PortSubject): readonly WantedTap[] {
  const { refusable = [], id: world } = request;
  const base = { world, component: component.name, portName: port.name, host };
  const own = viewers.filter(
    (viewer) => port.advertised !== true || refusable.includes(edgeOf(viewer, component.name)),
  );
  const shared = viewers.filter((viewer) => !own.includes(viewer));
  const make = (edge: string, who: readonly string[], isShared: boolean): WantedTap => {
    const { from } = parseEdge(edge);
    const key = `${world} ${isShared ? 'all' : edge} ${component.name}.${port.name}`;
    const asks = from === undefined || isShared ? {} : { from };
    return { plan: { ...base, key, edge, isShared, ...asks }, declaration: port, viewers: who };
  };
  return [
    ...own.map((viewer) => make(edgeOf(viewer, component.name), [viewer], false)),
    ...(shared.length === 0 ? [] : [make(component.name, shared, true)]),
  ];
}

function edgeOf(viewer: string, to: string): string {
  return nameEdge(viewer === SUITE ? { to } : { from: viewer, to });
}

interface SeeingViewer {
  readonly viewer: string;
  readonly sees: ReadonlySet<string>;
}

/** The suite knows all; a component those whose addresses stand in its options, or in what a suite lays over them. */
function listViewers({ book, request }: TapSubject): readonly SeeingViewer[] {
  const all = new Set(request.components.map(({ name }) => name));
  const components = request.components.map(({ name, options }) => {
    const texts = JSON.stringify([options, request.envOverrides[name] ?? {}]);
    return { viewer: name, sees: namesIn(texts, book, all, new Set([name])) };
  });
  return [{ viewer: SUITE, sees: all }, ...components];
}

/** An address may be made of another component's (`${mediamtx.urls.rtsp}/camera0`). */
function namesIn(
  text: string,
  book: AddressBook,
  all: ReadonlySet<string>,
  before: ReadonlySet<string>,
): ReadonlySet<string> {
  const heads = findReferences(text).map(({ path: [head = ''] }) => head);
  const found = new Set(heads.filter((head) => all.has(head) && !before.has(head)));
  for (const name of found) {
    const { urls } = book.locate(name);
    const further = namesIn(JSON.stringify(urls), book, all, new Set([...before, ...found]));
    for (const other of further) found.add(other);
  }
  return found;
}
