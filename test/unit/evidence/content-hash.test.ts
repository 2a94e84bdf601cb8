import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type ItemContent,
  contentHash,
  judgedHash,
  testimonyHash,
} from "../../../src/evidence/content-hash.ts";

const ITEM: ItemContent = {
  ref: "E001",
  kind: "work_product",
  title: "A refund",
  occurredOn: "2026-11-20",
  recordedAt: 1_000,
  myPart: "I decided",
  content: [
    { label: "what", text: "A list" },
    { label: "outcome", text: "Fewer calls" },
  ],
  customer: { relation: "external", tenure: "new", handling: "easy", handlingReason: "A short question" },
  assistance: "A template",
  procedures: ["Refunds 3.1"],
  location: { system: "KB", reference: "12" },
  sources: [
    { seq: 4, hash: "aa" },
    { seq: 9, hash: "bb" },
  ],
};

/** One change of each thing that an item says, by hand. */
const CHANGES: Readonly<Record<string, Partial<ItemContent>>> = {
  "the reference": { ref: "E002" },
  "the kind": { kind: "reflective_account" },
  "the title": { title: "A refund." },
  "the day": { occurredOn: "2026-11-21" },
  "when it was recorded": { recordedAt: 1_001 },
  "one's own part": { myPart: "We decided" },
  "that there is a part of one's own": { myPart: null },
  "a text": {
    content: [
      { label: "what", text: "A lists" },
      { label: "outcome", text: "Fewer calls" },
    ],
  },
  "what a text is": {
    content: [
      { label: "why", text: "A list" },
      { label: "outcome", text: "Fewer calls" },
    ],
  },
  "the order of the texts": {
    content: [
      { label: "outcome", text: "Fewer calls" },
      { label: "what", text: "A list" },
    ],
  },
  "a text less": { content: [{ label: "what", text: "A list" }] },
  "whose customer": {
    customer: { relation: "internal", tenure: "new", handling: "easy", handlingReason: "A short question" },
  },
  "how long a customer": {
    customer: {
      relation: "external",
      tenure: "existing",
      handling: "easy",
      handlingReason: "A short question",
    },
  },
  "the situation": {
    customer: {
      relation: "external",
      tenure: "new",
      handling: "difficult",
      handlingReason: "A short question",
    },
  },
  "the reason for it": {
    customer: { relation: "external", tenure: "new", handling: "easy", handlingReason: null },
  },
  "that there was a customer": { customer: null },
  "the help": { assistance: "A friend" },
  "that there was help": { assistance: null },
  "a procedure": { procedures: ["Refunds 3.2"] },
  "one procedure more": { procedures: ["Refunds 3.1", "Refunds 3.1"] },
  "the system": { location: { system: "CRM", reference: "12" } },
  "the place in it": { location: { system: "KB", reference: "13" } },
  "that it is somewhere": { location: null },
  "an event": {
    sources: [
      { seq: 5, hash: "aa" },
      { seq: 9, hash: "bb" },
    ],
  },
  "what an event says": {
    sources: [
      { seq: 4, hash: "ab" },
      { seq: 9, hash: "bb" },
    ],
  },
  "an event less": { sources: [{ seq: 4, hash: "aa" }] },
};

describe("what a learner signs for", () => {
  it.each(Object.entries(CHANGES))("is another with %s changed", (_, change) => {
    expect(contentHash({ ...ITEM, ...change })).not.toBe(contentHash(ITEM));
  });

  it("has a change for everything that an item says", () => {
    const changed = new Set(Object.values(CHANGES).flatMap((change) => Object.keys(change)));
    expect([...changed].toSorted()).toEqual(Object.keys(ITEM).toSorted());
  });

  it("is the same in whatever order the events were read, and whoever the customer is", () => {
    const named = {
      ...ITEM,
      customer: {
        ...ITEM.customer,
        relation: "external",
        tenure: "new",
        handling: "easy",
        handlingReason: "A short question",
        customerId: "c-77",
        name: "Somebody",
      },
    };
    expect(contentHash({ ...named, sources: ITEM.sources.toReversed() })).toBe(contentHash(ITEM));
  });

  it("can be worked out by anybody: SHA-256 over JSON with its keys in order", () => {
    // Written out by hand after RFC 8785.
    const json =
      '{"assistance":"A template","content":[{"label":"what","text":"A list"},{"label":"outcome","text":"Fewer calls"}],"customer":{"handling":"easy","handlingReason":"A short question","relation":"external","tenure":"new"},"kind":"work_product","location":{"reference":"12","system":"KB"},"myPart":"I decided","occurredOn":"2026-11-20","procedures":["Refunds 3.1"],"recordedAt":1000,"ref":"E001","sources":[{"hash":"aa","seq":4},{"hash":"bb","seq":9}],"title":"A refund"}';
    expect(contentHash(ITEM)).toBe(createHash("sha256").update(json).digest("hex"));
  });
});

describe("what an assessor and a witness sign for", () => {
  const claims = [
    { item: "E001", contentHash: "aa", why: "because" },
    { item: "E002", contentHash: "bb", why: "also" },
  ];
  it("is every claim as it stood, in whatever order", () => {
    expect(judgedHash(claims.toReversed())).toBe(judgedHash(claims));
    for (const change of [{ item: "E003" }, { contentHash: "ab" }, { why: "" }])
      expect(
        judgedHash(claims.with(1, { item: "E002", contentHash: "bb", why: "also", ...change })),
      ).not.toBe(judgedHash(claims));
    expect(judgedHash(claims.slice(1))).not.toBe(judgedHash(claims));
  });

  it("is their words, about which item, as whom and with what knowledge", () => {
    const said = { item: "E001", words: "I saw it", relationship: "colleague", competence: "Six years" };
    for (const change of [
      { item: "E002" },
      { words: "I saw him" },
      { relationship: "helped" },
      { competence: "" },
    ])
      expect(testimonyHash({ ...said, ...change })).not.toBe(testimonyHash(said));
  });
});
