import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { contentHash, judgedHash, type Portfolio } from "../../../src/portfolio/index.ts";

type Item = Portfolio["items"][number];

const item: Item = {
  ref: "E001",
  kind: "question_answer",
  title: "T",
  madeBy: "learner",
  occurredOn: "2026-10-12",
  recordedAt: 7,
  retrospective: false,
  myPart: null,
  content: [{ label: "Question", text: "é?" }],
  customer: null,
  team: null,
  assistance: null,
  procedures: ["P 1"],
  location: { kind: "signposted", system: "S", reference: "R", viewedBy: null, viewedAt: null },
  sources: [],
  testimonies: [],
  declarations: [],
  struck: null,
  contentHash: "0".repeat(64),
};

/** Written by hand: the fields in the order of their names, without a gap between them. */
const CANONICAL =
  '{"assistance":null,"content":[{"label":"Question","text":"é?"}],"customer":null,"kind":"question_answer",' +
  '"location":{"kind":"signposted","reference":"R","system":"S"},"madeBy":"learner","myPart":null,' +
  '"occurredOn":"2026-10-12","procedures":["P 1"],"recordedAt":7,"ref":"E001","retrospective":false,' +
  '"sources":[],"team":null,"title":"T"}';

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("what a declaration is bound to", () => {
  it("is the hash of the canonical JSON of the content", () => {
    expect(contentHash(item)).toBe(sha256(CANONICAL));
  });

  const source = { seq: 1, hash: "a".repeat(64), at: 1, what: "w", role: "resolver" };
  const customer = {
    label: "Customer 1",
    relation: "unknown" as const,
    tenure: "unknown" as const,
    handling: "unknown" as const,
    handlingReason: null,
  };
  const changes: readonly Partial<Item>[] = [
    { ref: "E002" },
    { kind: "observation" },
    { title: "U" },
    { madeBy: "Asha Okafor" },
    { occurredOn: "2026-10-13" },
    { recordedAt: 8 },
    { retrospective: true },
    { myPart: "" },
    { content: [{ label: "Question", text: "e?" }] },
    { customer },
    { team: "Support" },
    { assistance: "a" },
    { procedures: [] },
    { location: { kind: "embedded" } },
    { location: { kind: "signposted", system: "S", reference: "Q", viewedBy: null, viewedAt: null } },
    { sources: [source] },
  ];

  it.each(changes)("changes with %j", (change) => {
    expect(contentHash({ ...item, ...change })).not.toBe(contentHash(item));
  });

  const declaration = { name: "n", role: "learner" as const, text: "t", at: 1, contentHash: "0".repeat(64) };
  const later: readonly Partial<Item>[] = [
    { contentHash: "1".repeat(64) },
    { declarations: [declaration] },
    {
      testimonies: [
        { witness: "w", position: "p", relationship: "r", competence: "", words: "x", at: 1, declaration },
      ],
    },
    { struck: { at: 1, reason: "r" } },
    { location: { kind: "signposted", system: "S", reference: "R", viewedBy: "A", viewedAt: 9 } },
  ];

  it.each(later)("stays with %j, which comes after it was signed", (change) => {
    expect(contentHash({ ...item, ...change })).toBe(contentHash(item));
  });
});

describe("what a judgement is bound to", () => {
  const one = { ref: "E001", contentHash: "a" };
  const two = { ref: "E002", contentHash: "b" };

  it("is the hash of all items with their hashes, in whatever order they come", () => {
    expect(judgedHash([two, one])).toBe(sha256('[["E001","a"],["E002","b"]]'));
  });

  it("changes with an item more, less or other", () => {
    const hashes = [[one], [one, two], [one, { ...two, contentHash: "c" }], []].map(judgedHash);
    expect(new Set(hashes).size).toBe(4);
  });
});
