/** Every circle in a graph once, as a path that ends where it begins: `[a, b, a]`. */
export function findCircles(
  names: readonly string[],
  next: (name: string) => readonly string[],
): readonly (readonly string[])[] {
  const done = new Set<string>();
  const circles: (readonly string[])[] = [];
  const visit = (name: string, above: readonly string[]): void => {
    const start = above.indexOf(name);
    if (start >= 0) circles.push([...above.slice(start), name]);
    if (start >= 0 || done.has(name)) return;
    for (const one of next(name)) visit(one, [...above, name]);
    done.add(name);
  };
  for (const name of names) visit(name, []);
  return circles;
}
