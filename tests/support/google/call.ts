/** A call that came in, as tests count them. */
export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Of an `application/x-www-form-urlencoded` body; otherwise empty. */
  form: URLSearchParams;
  body: Record<string, unknown>;
  headers: Headers;
};

export async function readCall(request: Request): Promise<Call> {
  const { pathname, searchParams } = new URL(request.url);
  const text = await request.text();
  const isForm =
    request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
  return {
    method: request.method,
    path: pathname,
    query: searchParams,
    form: new URLSearchParams(isForm ? text : ""),
    body: isForm || text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
    headers: request.headers,
  };
}
