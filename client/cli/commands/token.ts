import { Command, Option } from "commander";
import { TokenScope, type Token } from "../../../shared/token.ts";
import { beginsWith, onlyOne, shortId } from "../find.ts";
import { hint, minute, print, tell, type JsonOption } from "../output.ts";
import { connect } from "../porter.ts";
import { table } from "../table.ts";
import { jsonOption, wholeNumber } from "../values.ts";

const LONGEST_LIFE = 3650;

export const token = (): Command =>
  new Command("token")
    .description("tokens for scripts and other programs, each with a name and a scope")
    .addCommand(
      new Command("ls").description("list them; ls may be left out").addOption(jsonOption()).action(list),
      {
        isDefault: true,
      },
    )
    .addCommand(
      new Command("create")
        .description("make one and print it: it is shown this once")
        .argument("<name>", "what it is for")
        .addOption(
          new Option("--scope <scope>", "to look, to do what an agent may, or all that you may")
            .choices(TokenScope.options)
            .makeOptionMandatory(),
        )
        .addOption(
          new Option("--days <n>", "how long it is good; without it, it has no end").argParser(
            wholeNumber(1, LONGEST_LIFE),
          ),
        )
        .addOption(jsonOption())
        .action(create),
    )
    .addCommand(
      new Command("revoke")
        .description("make one void; streams that it has open end, too")
        .argument("<token>", "its name, or the first characters of its id")
        .addOption(jsonOption())
        .action(revoke),
    );

async function list(options: JsonOption): Promise<void> {
  const porter = await connect();
  const answer = await porter.tokens.list.query();
  print(options, answer, ({ items }) =>
    table(items, [
      { head: "id", of: ({ id }) => shortId(id) },
      { head: "scope", of: ({ scope }) => scope },
      { head: "expires", of: ({ expiresAt }) => (expiresAt ? minute(expiresAt) : "never"), yields: true },
      {
        head: "last used",
        of: ({ lastUsedAt }) => (lastUsedAt ? minute(lastUsedAt) : "never"),
        yields: true,
      },
      { head: "name", of: ({ name }) => name, gives: true },
    ]),
  );
  if (answer.items.length === 0) hint(options, "There are none.");
}

type CreateOptions = JsonOption & { scope: TokenScope; days?: number };

async function create(name: string, { scope, days, json }: CreateOptions): Promise<void> {
  const porter = await connect();
  const made = await porter.tokens.create.mutate({ name, scope, days });
  print({ json }, made, (it) => it.token);
  if (json) return;
  tell(
    "Keep it: nobody can read it again. A client takes it as PORTER_TOKEN; this asks for it, and leaves it",
  );
  tell("out of the shell's history: read -rs PORTER_TOKEN && export PORTER_TOKEN");
}

async function revoke(ref: string, options: JsonOption): Promise<void> {
  const porter = await connect();
  const { items } = await porter.tokens.list.query();
  const { id } = findOne(items, ref);
  print(options, await porter.tokens.revoke.mutate({ id }), (it) => `revoked: ${it.name}`);
}

function findOne(items: Token[], ref: string): Token {
  const named = items.filter(({ name }) => name === ref);
  const found = named.length > 0 ? named : items.filter(({ id }) => beginsWith(id, ref));
  return onlyOne(found, `token "${ref}"`, ({ id, name }) => `${id}  ${name}`);
}
