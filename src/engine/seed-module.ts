import { Module } from 'node:module';

/** Puts a module into the cache before it is loaded; returns what has to be taken out again. Nothing is done where it is there already. */
export function seedModule(require: NodeJS.Require, name: string, exports: unknown): readonly string[] {
  try {
    const file = require.resolve(name);
    if (require.cache[file] !== undefined) return [];
    require.cache[file] = Object.assign(new Module(file), { filename: file, loaded: true, exports });
    return [file];
  } catch {
    return [];
  }
}
