type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A patch as Google takes it: fields that are null go, objects are merged, arrays are replaced. */
export function merge<Value extends object>(value: Value, patch: Fields): Value {
  const merged: Fields = Object.fromEntries(Object.entries(value));
  for (const [key, wanted] of Object.entries(patch)) {
    if (wanted === null) delete merged[key];
    else merged[key] = isObject(wanted) ? merge(isObject(merged[key]) ? merged[key] : {}, wanted) : wanted;
  }
  return merged as Value;
}
