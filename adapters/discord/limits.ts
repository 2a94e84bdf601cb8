import type { Limits } from "../../src/chat/adapter.ts";

/** Discord's published limits; lengths in UTF-16 units, which never count fewer than Discord does. */
export const DISCORD = {
  content: 2000,
  embeds: 10,
  /** Titles, descriptions, field names and values of all embeds of a message together. */
  embedTotal: 6000,
  embedDescription: 4096,
  embedFields: 25,
  fieldName: 256,
  fieldValue: 1024,
  rows: 5,
  buttonsPerRow: 5,
  buttonLabel: 80,
  customId: 100,
  options: 25,
  optionText: 100,
  modalTitle: 45,
  modalComponents: 5,
  label: 45,
  labelDescription: 100,
  inputText: 4000,
  placeholder: 100,
  commandDescription: 100,
  threadName: 100,
  nonce: 25,
  altText: 1024,
  mentions: 100,
} as const;

/**
 * Discord remembers a nonce for "the past few minutes"; we count on two. Until then a post
 * that is sent again is the same post.
 */
const NONCE_KEPT_MS = 2 * 60_000;

/** What the core may count on. Discord's own limit is five posts in five seconds for a channel. */
export const LIMITS: Limits = {
  messageCharacters: DISCORD.content + DISCORD.embedTotal,
  buttonsPerMessage: DISCORD.rows * DISCORD.buttonsPerRow,
  choicesPerField: DISCORD.options,
  fieldsPerForm: 90,
  postIntervalMs: 1000,
  repeatSafeMs: NONCE_KEPT_MS,
};
