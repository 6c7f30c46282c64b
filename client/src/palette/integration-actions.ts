import Plug from "lucide-solid/icons/plug";
import type { Integration } from "../../../shared/integration.ts";
import { connect } from "../actions/integrations.ts";
import type { Action } from "./actions.ts";

/** Only for who types: as lines of the opening list they would stand in the way of the rest. */
const isTyped: Action["when"] = ({ typed }) => typed !== "";

/** Each integration as a place to go to, and those with an account as something to connect. */
export const integrationActions = (integrations: readonly Integration[]): Action[] =>
  integrations.flatMap(({ id, name, canConnect }): Action[] => [
    {
      id: `integration-${id}`,
      words: `Go to integration ${name}`,
      also: [id, name.toLowerCase()],
      icon: Plug,
      href: `/integrations/${id}`,
      when: isTyped,
      run: ({ go }) => go(`/integrations/${id}`),
    },
    ...(canConnect
      ? [
          {
            id: `connect-${id}`,
            words: `Connect ${name}`,
            also: [`sign in to ${name.toLowerCase()}`],
            icon: Plug,
            when: isTyped,
            run: () => connect(id),
          },
        ]
      : []),
  ]);
