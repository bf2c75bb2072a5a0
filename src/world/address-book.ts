import type { ComponentKind, OtherComponent } from '#component';
import type { ComponentSpec } from '#domain';
import { RealityError, fillReferences } from '#domain';

interface Entry {
  readonly spec: ComponentSpec;
  readonly kind: ComponentKind<unknown>;
  ports: Readonly<Record<string, number>>;
  readonly secrets: Readonly<Record<string, string>>;
  facts: Readonly<Record<string, string>>;
}

/** Who looks at the world: a component by its name, `SUITE`, or nobody: then every port is the one that a component really listens on. */
export type Viewer = string | undefined;

/** No component can have this name. */
export const SUITE = '(suite)';

/** A URL that names a URL that names … is a circle. */
const MAX_DEPTH = 10;

interface Look {
  readonly viewer: Viewer;
  readonly depth: number;
}

/** What is known of every component of a world before, while and after it runs; resolves `${…}`, for each viewer as he is to see it. */
export class AddressBook {
  private readonly entries = new Map<string, Entry>();
  private readonly dirs: Readonly<Record<string, string>>;
  /** Viewer and component → name of a port → the relay that he is given instead. */
  private readonly relays = new Map<string, Readonly<Record<string, number>>>();

  constructor(dirs: Readonly<Record<string, string>>) {
    this.dirs = dirs;
  }

  add(spec: ComponentSpec, kind: ComponentKind<unknown>, secrets: Readonly<Record<string, string>>): void {
    this.entries.set(spec.name, { spec, kind, secrets, ports: {}, facts: {} });
  }

  setPort(component: string, name: string, port: number): void {
    const entry = this.find(component);
    const ports = { ...entry.ports, [name]: port };
    // In the order of declaration, whichever was leased first.
    const known = entry.spec.declares.ports.flatMap((each) => {
      const number = ports[each.name];
      return number === undefined ? [] : [[each.name, number] as const];
    });
    entry.ports = Object.fromEntries(known);
  }

  /** The viewer is told this port instead of the component's own. */
  setRelay(viewer: string, component: string, name: string, port: number): void {
    const key = keyOf(viewer, component);
    this.relays.set(key, { ...this.relays.get(key), [name]: port });
  }

  setFacts(component: string, facts: Readonly<Record<string, string>>): void {
    this.find(component).facts = facts;
  }

  portsOf(component: string, viewer?: Viewer): Readonly<Record<string, number>> {
    const { ports } = this.find(component);
    const relays = viewer === undefined ? undefined : this.relays.get(keyOf(viewer, component));
    return relays === undefined ? ports : { ...ports, ...relays };
  }

  secretsOf(component: string): Readonly<Record<string, string>> {
    return this.find(component).secrets;
  }

  /** Host, ports, URLs and facts with every reference resolved. */
  describe(component: string, viewer?: Viewer): OtherComponent {
    const { spec, kind, facts } = this.find(component);
    const ports = this.portsOf(component, viewer);
    const { host, urls } = kind.locate({ name: spec.name, options: spec.options, ports });
    const look = { viewer, depth: 1 };
    const resolved = Object.entries(urls).map(([name, url]) => [name, this.fill(url, look)] as const);
    return { kind: spec.kind, host, ports, facts, urls: Object.fromEntries(resolved) };
  }

  describeAll(): Readonly<Record<string, OtherComponent>> {
    return Object.fromEntries([...this.entries.keys()].map((name) => [name, this.describe(name)]));
  }

  /** Where a component stands, before its URLs are resolved: their texts hold the references. */
  locate(component: string): { readonly host: string; readonly urls: Readonly<Record<string, string>> } {
    const { spec, kind, ports } = this.find(component);
    return kind.locate({ name: spec.name, options: spec.options, ports });
  }

  /** Which component owns a port, or is reached by it; the second of a pair belongs to the first. */
  ownerOf(port: number): string | undefined {
    const owns = ({ spec, ports }: Entry): boolean =>
      spec.declares.ports.some(
        (each) => ports[each.name] === port || (each.pair === true && ports[each.name] === port - 1),
      );
    return [...this.entries.values()].find(owns)?.spec.name ?? this.reachedBy(port);
  }

  resolve(text: string, viewer?: Viewer): string {
    return this.fill(text, { viewer, depth: 0 });
  }

  /** The same value with all its texts resolved; keys stay. */
  resolveDeep(value: unknown, viewer?: Viewer): unknown {
    if (typeof value === 'string') return this.resolve(value, viewer);
    if (Array.isArray(value)) return value.map((item) => this.resolveDeep(item, viewer));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolveDeep(item, viewer)]));
  }

  private reachedBy(port: number): string | undefined {
    const found = [...this.relays].find(([, ports]) => Object.values(ports).includes(port));
    return found?.[0].split(' ')[1];
  }

  private fill(text: string, look: Look): string {
    if (look.depth > MAX_DEPTH) throw new RealityError('config-invalid', `${text} refers to itself`);
    return fillReferences(text, (reference) => {
      const value = this.lookUp(reference.path, look);
      if (value === undefined)
        throw new RealityError('config-invalid', `${reference.text} names nothing in this world`);
      return value;
    });
  }

  private lookUp([head = '', field = '', name = '']: readonly string[], look: Look): string | undefined {
    if (head === 'dirs') return this.dirs[field];
    const entry = this.entries.get(head);
    return entry === undefined ? undefined : this.lookUpField(entry, [field, name], look);
  }

  private lookUpField(entry: Entry, [field, name]: readonly [string, string], look: Look): string | undefined {
    const { spec, kind, secrets, facts } = entry;
    const ports = this.portsOf(spec.name, look.viewer);
    if (field === 'host') return kind.locate({ name: spec.name, options: spec.options, ports }).host;
    if (field === 'urls') {
      const url = kind.locate({ name: spec.name, options: spec.options, ports }).urls[name];
      return url === undefined ? undefined : this.fill(url, { ...look, depth: look.depth + 1 });
    }
    const values = new Map<string, Readonly<Record<string, string | number>>>(
      Object.entries({ ports, secrets, facts }),
    );
    const value = values.get(field)?.[name];
    return value === undefined ? undefined : String(value);
  }

  private find(component: string): Entry {
    const entry = this.entries.get(component);
    if (entry === undefined) throw new Error(`component ${component} is not in this world`);
    return entry;
  }
}

function keyOf(viewer: string, component: string): string {
  return `${viewer} ${component}`;
}
