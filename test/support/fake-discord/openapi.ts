import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { Complaints } from "./refusal.ts";
import { isJson, type Json } from "./shapes.ts";

/** An operation of the document, by its own path template. */
export interface Operation {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  readonly path: string;
}

/** Everybody sends permissions as text, and Discord itself does; the document says integer. */
const PERMISSION_FIELDS = new Set(["default_member_permissions", "allow", "deny"]);

/** What a schema says of `type`, if it names the values. */
function typesOf(document: Json, schema: unknown): readonly unknown[] | undefined {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(String(at(schema, "$ref")))?.[1];
  const values = at(
    name === undefined ? schema : at(document, "components", "schemas", name),
    "properties",
    "type",
    "enum",
  );
  return Array.isArray(values) ? values : undefined;
}

const isNull = (schema: unknown): boolean => at(schema, "type") === "null";

/**
 * A choice of schemas, written so that a body is held against the one that it means:
 * otherwise each of twenty components complains about the one that was sent.
 */
function choice(document: Json, branches: readonly unknown[], otherwise: Json): Json {
  const real = branches.filter((branch) => !isNull(branch));
  const types = real.map((branch) => typesOf(document, branch));
  const byType = (values: readonly unknown[]): Json => ({
    required: ["type"],
    properties: { type: { enum: values } },
  });
  const inner: unknown =
    real.length === 1
      ? real[0]
      : types.every((values) => values !== undefined)
        ? {
            ...byType(types.flat()),
            allOf: real.map((branch, index) => ({ if: { not: byType(types[index] ?? []) }, else: branch })),
          }
        : undefined;
  if (inner === undefined) return otherwise;
  return real.length < branches.length ? { if: { type: "null" }, else: inner } : { allOf: [inner] };
}

/**
 * The document leaves every object open, so that a misspelt property would pass.
 * Here each object takes only what the document lists.
 */
function closed(document: Json, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((each) => closed(document, each));
  if (!isJson(node)) return node;
  const copy: Json = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      PERMISSION_FIELDS.has(key) && isJson(value) ? {} : closed(document, value),
    ]),
  );
  const isObject = node["type"] === "object" && isJson(node["properties"]);
  if (isObject && node["additionalProperties"] === undefined) copy["additionalProperties"] = false;
  const branches = copy["oneOf"] ?? copy["anyOf"];
  return Array.isArray(branches) ? choice(document, branches, copy) : copy;
}

interface Loaded {
  readonly document: Json;
  readonly ajv: Ajv2020;
  readonly compiled: Map<string, ValidateFunction>;
}

let loaded: Loaded | undefined;

/** Reading and closing takes about 50 ms, compiling the schema of a message about 300 ms: each once a process. */
function load(): Loaded {
  if (loaded) return loaded;
  const file = new URL("openapi/discord-openapi.json", import.meta.url);
  const given: unknown = JSON.parse(readFileSync(file, "utf8"));
  const document = isJson(given) ? closed(given, given) : undefined;
  if (!isJson(document)) throw new Error("no OpenAPI document");
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  ajv.addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)));
  ajv.addFormat("uri", (text) => URL.canParse(text));
  for (const name of ["int32", "int64", "double", "snowflake", "nonce"]) ajv.addFormat(name, true);
  ajv.addSchema(document, "discord");
  loaded = { document, ajv, compiled: new Map() };
  return loaded;
}

const escaped = (part: string): string =>
  encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

function at(node: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isJson(inner) ? inner[key] : undefined), node);
}

function compile(pointer: string): ValidateFunction {
  const { ajv, compiled } = load();
  const known = compiled.get(pointer);
  if (known) return known;
  const validate = ajv.compile({ $ref: `discord#${pointer}` });
  compiled.set(pointer, validate);
  return validate;
}

const dotted = (error: ErrorObject): string => error.instancePath.split("/").filter(Boolean).join(".");

const wordsOf = (error: ErrorObject): string => {
  const name: unknown = error.params["additionalProperty"];
  return `${error.message ?? "invalid"}${typeof name === "string" ? `: ${name}` : ""}`;
};

/** What says only that something inside is wrong. */
const HOLLOW = new Set(["oneOf", "anyOf", "if"]);

function meant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const telling = errors.filter(({ keyword }) => !HOLLOW.has(keyword));
  return telling.length > 0 ? telling : errors;
}

function validatorOf({ method, path }: Operation): ValidateFunction | undefined {
  const content = at(load().document, "paths", path, method, "requestBody", "content");
  if (at(content, "application/json", "schema") === undefined) return undefined;
  return compile(`/paths/${escaped(path)}/${method}/requestBody/content/application~1json/schema`);
}

/** Compiles what people wait for, so that no test measures the compiler. Costs something once a process. */
export function warmUp(operations: readonly Operation[]): void {
  for (const operation of operations) validatorOf(operation);
}

/** Checks a body against what the document says of an operation. */
export function checkBody(operation: Operation, body: unknown): void {
  const validate = validatorOf(operation);
  if (!validate || validate(body)) return;
  const complaints = new Complaints();
  for (const error of meant(validate.errors ?? [])) complaints.add(dotted(error), "OPENAPI", wordsOf(error));
  complaints.settle();
}

const queryValue = (schema: unknown, text: string): unknown => {
  const type = at(schema, "type");
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return type === "integer" && /^-?\d+$/.test(text) ? Number(text) : text;
};

/** Checks what stands behind the question mark. */
export function checkQuery(operation: Operation, query: URLSearchParams): void {
  const parameters = at(load().document, "paths", operation.path, operation.method, "parameters");
  const known = Array.isArray(parameters) ? parameters : [];
  const complaints = new Complaints();
  for (const [name, text] of query) {
    const index = known.findIndex((each) => at(each, "in") === "query" && at(each, "name") === name);
    if (index === -1) {
      complaints.add(name, "OPENAPI", "unknown query parameter");
      continue;
    }
    const validate = compile(
      `/paths/${escaped(operation.path)}/${operation.method}/parameters/${index}/schema`,
    );
    if (!validate(queryValue(at(known[index], "schema"), text)))
      complaints.add(name, "OPENAPI", `not a valid value: ${text}`);
  }
  complaints.settle();
}
