/** Reports each test as one line of JSON. */
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.nesting > 0) continue;
    const error = type === "test:fail" ? data.details.error : undefined;
    const cause = error?.cause ?? error;
    yield `${JSON.stringify({ file: data.file, name: data.name, error: error && String(cause?.stack ?? cause) })}\n`;
  }
}
