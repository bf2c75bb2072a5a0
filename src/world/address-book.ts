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

/** A URL that names a URL that names … is a circle. */
const MAX_DEPTH = 10;

/** What is known of every component of a world before, while and after it runs; resolves `${…}`. */
export class AddressBook {
  private readonly entries = new Map<string, Entry>();
  private readonly dirs: Readonly<Record<string, string>>;

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

  setFacts(component: string, facts: Readonly<Record<string, string>>): void {
    this.find(component).facts = facts;
  }

  portsOf(component: string): Readonly<Record<string, number>> {
    return this.find(component).ports;
  }

  secretsOf(component: string): Readonly<Record<string, string>> {
    return this.find(component).secrets;
  }

  /** Host, ports, URLs and facts with every reference resolved. */
  describe(component: string, depth = 0): OtherComponent {
    const { spec, kind, ports, facts } = this.find(component);
    const { host, urls } = kind.locate({ name: spec.name, options: spec.options, ports });
    const resolved = Object.entries(urls).map(([name, url]) => [name, this.resolve(url, depth + 1)] as const);
    return { kind: spec.kind, host, ports, facts, urls: Object.fromEntries(resolved) };
  }

  describeAll(): Readonly<Record<string, OtherComponent>> {
    return Object.fromEntries([...this.entries.keys()].map((name) => [name, this.describe(name)]));
  }

  /** Which component owns a port; the second of a pair belongs to the first. */
  ownerOf(port: number): string | undefined {
    const owns = ({ spec, ports }: Entry): boolean =>
      spec.declares.ports.some(
        (each) => ports[each.name] === port || (each.pair === true && ports[each.name] === port - 1),
      );
    return [...this.entries.values()].find(owns)?.spec.name;
  }

  resolve(text: string, depth = 0): string {
    if (depth > MAX_DEPTH) throw new RealityError('config-invalid', `${text} refers to itself`);
    return fillReferences(text, (reference) => {
      const value = this.lookUp(reference.path, depth);
      if (value === undefined)
        throw new RealityError('config-invalid', `${reference.text} names nothing in this world`);
      return value;
    });
  }

  /** The same value with all its texts resolved; keys stay. */
  resolveDeep(value: unknown): unknown {
    if (typeof value === 'string') return this.resolve(value);
    if (Array.isArray(value)) return value.map((item) => this.resolveDeep(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolveDeep(item)]));
  }

  private lookUp([head = '', field = '', name = '']: readonly string[], depth: number): string | undefined {
    if (head === 'dirs') return this.dirs[field];
    const entry = this.entries.get(head);
    return entry === undefined ? undefined : this.lookUpField(entry, field, name, depth);
  }

  private lookUpField(entry: Entry, field: string, name: string, depth: number): string | undefined {
    const { spec, kind, ports, secrets, facts } = entry;
    if (field === 'host') return kind.locate({ name: spec.name, options: spec.options, ports }).host;
    if (field === 'urls') {
      const url = kind.locate({ name: spec.name, options: spec.options, ports }).urls[name];
      return url === undefined ? undefined : this.resolve(url, depth + 1);
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
