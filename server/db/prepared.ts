import { getTableColumns, sql, type SQL, type Table } from "drizzle-orm";

/**
 * A statement for each shape that is asked for, built at its first use. Building one costs more than running most of them
 * (0.2 ms in a young server), and a prompt waits for some twenty before its agent hears of it.
 */
export function prepareOnce<Shape extends readonly string[], Statement>(
  build: (...shape: Shape) => Statement,
): (...shape: Shape) => Statement {
  const built = new Map<string, Statement>();
  return (...shape) => {
    const key = shape.join();
    let statement = built.get(key);
    if (statement === undefined) built.set(key, (statement = build(...shape)));
    return statement;
  };
}

export type Placeholders<Values> = { [Column in keyof Values]: SQL };

/**
 * A statement that writes some columns of a table, for each choice of them: with a placeholder for every value that is
 * not undefined. Returns it beside the values for its placeholders, as the database has them: Drizzle would have a column
 * write the null of a placeholder as if it were a value.
 */
export function prepareWrite<Values extends object, Statement>(
  table: Table,
  build: (values: Placeholders<Values>) => Statement,
): (values: Values) => { statement: Statement; params: Record<string, unknown> } {
  const columns = getTableColumns(table);
  const statementOf = prepareOnce((...names: string[]) =>
    build(
      Object.fromEntries(names.map((name) => [name, sql`${sql.placeholder(name)}`])) as Placeholders<Values>, // Of those that are there.
    ),
  );
  return (values) => {
    const params: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) params[name] = value === null ? null : columns[name]?.mapToDriverValue(value);
    }
    return { statement: statementOf(...Object.keys(params)), params };
  };
}
