/** Something that will not work as the configuration stands, in words for a person. */
export type Warning = { subject: string; message: string };

export type Resolved = {
  value: unknown;
  /** Names of all variables that the file refers to, set or not. Agents never receive them. */
  names: string[];
  missing: { path: string[]; name: string }[];
};

/**
 * Replaces every string `env:NAME` of a parsed TOML tree by the variable's value. A reference to a variable that is
 * not set is taken out of the tree and reported.
 */
export function resolveReferences(tree: unknown, variables: Record<string, string>): Resolved {
  const names = new Set<string>();
  const missing: Resolved["missing"] = [];

  const walk = (node: unknown, path: string[]): unknown => {
    if (typeof node === "string") {
      const name = /^env:(\w+)$/.exec(node)?.[1];
      if (!name) return node;
      names.add(name);
      const value = variables[name];
      if (value === undefined) missing.push({ path, name });
      return value;
    }
    if (Array.isArray(node)) {
      return node
        .map((item, index) => walk(item, [...path, String(index)]))
        .filter((item) => item !== undefined);
    }
    // Only plain tables: TOML dates are objects too, and must reach the schema as they are.
    if (node === null || typeof node !== "object" || node instanceof Date) return node;
    const entries = Object.entries(node).map(([key, value]) => [key, walk(value, [...path, key])] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };

  return { value: walk(tree, []), names: [...names], missing };
}
