import { createSignal } from "solid-js";
import type { ActionInfo } from "../../../../shared/integration.ts";
import { explain, porterError } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { complaintsOf, initialValues, paramsOf } from "./form-values.ts";
import { fieldsOf } from "./schema-fields.ts";

type Outcome = { isError: boolean; text: string; took: number };

export function createActionForm(given: { integrationId: string; action: () => ActionInfo }) {
  // As it is when the form opens: an answer that comes while somebody writes must not take the fields away.
  const fields = fieldsOf(given.action().params);
  const [values, setValues] = createSignal(initialValues(fields));
  const [isRunning, setRunning] = createSignal(false);
  const [outcome, setOutcome] = createSignal<Outcome>();
  /** What the server has against the fields, by their keys. */
  const [complaints, setComplaints] = createSignal<Readonly<Record<string, string>>>({});
  /** It was sent off and waits for the word that it is meant. */
  const [isAsking, setAsking] = createSignal(false);

  async function run(): Promise<void> {
    setRunning(true);
    setOutcome(undefined);
    setComplaints({});
    const begun = performance.now();
    const end = (isError: boolean, text: string) =>
      setOutcome({ isError, text, took: performance.now() - begun });
    try {
      const result: unknown = await api.integrations.run.mutate({
        integrationId: given.integrationId,
        action: given.action().name,
        params: paramsOf(fields, values()),
      });
      end(false, JSON.stringify(result, undefined, 2) ?? "");
    } catch (error) {
      const found = complaintsOf(fields, porterError(error)?.issues ?? []) ?? {};
      setComplaints(found);
      end(true, Object.keys(found).length > 0 ? "What is marked above does not fit." : explain(error));
    } finally {
      setRunning(false);
    }
  }

  return {
    fields,
    values,
    complaints,
    set: (key: string, value: string | null) => {
      setValues((all) => ({ ...all, [key]: value }));
      setComplaints(({ [key]: _, ...others }) => others);
    },
    isRunning,
    isAsking,
    outcome,
    submit: () => {
      if (isRunning()) return;
      if (given.action().effect === "read") void run();
      else setAsking(true);
    },
    answer: (isMeant: boolean) => {
      setAsking(false);
      if (isMeant) void run();
    },
  };
}
