// What we use of saxes, whose own types do not compile under strict settings: tsconfig.json leads its name here.

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export declare class SaxesParser {
  /** Of the next character, from 1. */
  readonly line: number;
  on(event: 'error', handler: (error: Error) => void): void;
  on(event: 'opentag' | 'closetag', handler: (tag: Tag) => void): void;
  on(event: 'opentagstart', handler: () => void): void;
  on(event: 'text' | 'cdata' | 'comment' | 'doctype', handler: (text: string) => void): void;
  write(chunk: string): this;
  close(): this;
}
