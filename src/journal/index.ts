export { type ChainedEvent, type FactValue, type Facts, canonicalJson } from "./chain.ts";
export { type Head, type Journal, SYSTEM, createJournal, journalHead } from "./journal.ts";
export { type Kept, keepText, payloadDigest, readTexts } from "./payloads.ts";
export { type Verification, verifyJournal } from "./verify.ts";
