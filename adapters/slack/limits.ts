import type { Limits } from "../../src/chat/adapter.ts";

/** Slack's published Block Kit limits; lengths in UTF-16 units. */
export const BLOCK_KIT = {
  blocksPerMessage: 50,
  blocksPerModal: 100,
  sectionText: 3000,
  headerText: 150,
  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  buttonsPerRow: 25,
  optionText: 75,
  options: 100,
  placeholder: 150,
  label: 2000,
  altText: 2000,
  inputText: 3000,
  modalTitle: 24,
  actionId: 255,
  privateMetadata: 3000,
  /** `chat.update` refuses a longer `text`, although `chat.postMessage` would take it. */
  fallbackText: 4000,
  /** Not published. Slack answers `msg_blocks_too_long` from about 13,000 characters over all blocks. */
  messageText: 12_000,
} as const;

/** What the core may count on. One post a second and channel is Slack's published rate. */
export const LIMITS: Limits = {
  messageCharacters: BLOCK_KIT.messageText,
  buttonsPerMessage: BLOCK_KIT.buttonsPerRow,
  choicesPerField: BLOCK_KIT.options,
  fieldsPerForm: 90,
  postIntervalMs: 1000,
  // Slack has no idempotency key for posts.
  repeatSafeMs: 0,
};
