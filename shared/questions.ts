/** The input of Claude's AskUserQuestion, as far as it holds to its form. */
export type Question = {
  question: string;
  header: string;
  multiSelect: boolean;
  options: { label: string; description: string }[];
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function readQuestions(input: unknown): Question[] {
  const list = isRecord(input) && Array.isArray(input["questions"]) ? input["questions"] : [];
  return list.filter(isRecord).flatMap((entry) => {
    const question = text(entry["question"]);
    if (question === "") return [];
    const options = (Array.isArray(entry["options"]) ? entry["options"] : [])
      .filter(isRecord)
      .map((option) => ({ label: text(option["label"]), description: text(option["description"]) }))
      .filter((option) => option.label !== "");
    return [{ question, header: text(entry["header"]), multiSelect: entry["multiSelect"] === true, options }];
  });
}
