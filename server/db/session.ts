import { Database } from "bun:sqlite";
import { Column, is, NoopLogger, SQL } from "drizzle-orm";
import { BunSQLiteDatabase, PreparedQuery, SQLiteBunSession } from "drizzle-orm/bun-sqlite";
import { SQLiteSyncDialect, type PreparedQueryConfig } from "drizzle-orm/sqlite-core";

type NoSchema = Record<string, never>;
type Prepare = SQLiteBunSession<NoSchema, NoSchema>["prepareQuery"];
type QueryTypes = Omit<PreparedQueryConfig, "run">;
type PrepareArguments = Parameters<Prepare>;
type Fields = NonNullable<PrepareArguments[1]>;
type Values = Parameters<PreparedQuery["all"]>[0];
type Row = Record<string, unknown>;
type ReadRow = (values: readonly unknown[]) => Row;

/** So many statements a connection keeps compiled, those used last. By default they are 20, of all that Porter asks. */
Database.MAX_QUERY_CACHE_SIZE = 200;

const NO_LOG = new NoopLogger();

/**
 * Drizzle on a connection, with two things done otherwise than its own driver does them; they were a third of a list's
 * time. A query has its statement from the connection's cache, by its text, instead of having it compiled each time that it
 * is built. (Such statements also end with the connection; others keep it half open, and leave a WAL behind its close.)
 * And how each column is read is found out once for a query, not for each value of each row.
 */
export function createDrizzle<Client extends Database>(client: Client) {
  const dialect = new SQLiteSyncDialect();
  const session = new Session(client, dialect);
  const db = new BunSQLiteDatabase<NoSchema>("sync", dialect, session, undefined);
  return Object.assign(db, { $client: client });
}

class Session extends SQLiteBunSession<NoSchema, NoSchema> {
  readonly #client: Database;

  constructor(client: Database, dialect: SQLiteSyncDialect) {
    super(client, dialect, undefined);
    this.#client = client;
  }

  override prepareQuery<Types extends QueryTypes>(...given: PrepareArguments): Query<Types> {
    const [query, ...rest] = given;
    return new Query<Types>(this.#client.query(query.sql), query, NO_LOG, ...rest);
  }
}

class Query<Types extends QueryTypes> extends PreparedQuery<Types> {
  readonly #fields: Fields | undefined;
  #readRow: ReadRow | undefined;
  /** Drizzle sets it after it has made this: by table, whether each row of a join has one of it. */
  declare joinsNotNullableMap: Record<string, boolean> | undefined;

  constructor(...given: ConstructorParameters<typeof PreparedQuery>) {
    super(...given);
    const [, , , fields, , , mapRows] = given;
    this.#fields = mapRows ? undefined : fields;
  }

  override all(values?: Values): Types["all"] {
    const readRow = this.#reader();
    return readRow ? this.#rows(values).map(readRow) : super.all(values);
  }

  override get(values?: Values): Types["get"] {
    const readRow = this.#reader();
    if (!readRow) return super.get(values);
    const [row] = this.#rows(values);
    return row && readRow(row);
  }

  /** Undefined where the driver's own way is needed: without fields, or where a join may have found nothing. */
  #reader(): ReadRow | undefined {
    if (!this.#fields || Object.values(this.joinsNotNullableMap ?? {}).includes(false)) return undefined;
    return (this.#readRow ??= createRowReader(this.#fields));
  }

  #rows(values: Values): unknown[][] {
    return this.values(values) as unknown[][]; // Typed by the query's own rows, which nobody knows here.
  }
}

/** Fields lie in the row itself, or in a group of it, such as of one table of a join. */
function createRowReader(fields: Fields): ReadRow {
  const readers = fields.map(({ path, field }) => {
    if (path.length > 2) throw new Error(`A field of a query lies too deep: ${path.join(".")}`);
    const decoder = decoderOf(field);
    const keepsValue = decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue;
    return {
      group: path.length === 2 ? path[0] : undefined,
      key: path.at(-1) ?? "",
      decoder: keepsValue ? undefined : decoder,
    };
  });
  return (values) => {
    const row: Row = {};
    for (let index = 0; index < readers.length; index++) {
      const { group, key, decoder } = readers[index] as (typeof readers)[number]; // Below its length.
      const value = values[index];
      const into = group === undefined ? row : ((row[group] ??= {}) as Row); // Nobody else puts anything there.
      into[key] = value === null || decoder === undefined ? value : decoder.mapFromDriverValue(value);
    }
    return row;
  };
}

type Decoder = { mapFromDriverValue: (value: unknown) => unknown };

/** Drizzle does not type what reads the values of SQL that somebody has written. */
function decoderOf(field: Fields[number]["field"]): Decoder {
  if (is(field, Column)) return field;
  const written = is(field, SQL) ? field : is(field, SQL.Aliased) ? field.sql : field._.sql;
  return (written as unknown as { decoder: Decoder }).decoder;
}
