import { z } from "zod";
import { CHANNEL, WORKSPACE, onDiscord } from "./centre.ts";

/** The bot, and the application that it belongs to. */
export const BOT = "100000000000000001";
/** Where everything happens. */
export const PLACE = onDiscord(CHANNEL);
const GUILD = onDiscord(WORKSPACE);
const ALL_PERMISSIONS = String(2n ** 50n - 1n);
/** About as long as Discord's. */
const TOKEN_TAIL = "x".repeat(180);

let given = 1_400_000_000_000_000_000n;

/** An id that was not given before. */
export function nextId(): string {
  given += 1n;
  return String(given);
}

/** The least that a client takes as the server that it is in. */
export const guild = {
  id: GUILD,
  name: "Northgate",
  owner_id: "100000000000000002",
  roles: [{ id: GUILD, name: "@everyone", permissions: ALL_PERMISSIONS, position: 0, color: 0, flags: 0 }],
  emojis: [],
  stickers: [],
  features: [],
  channels: [{ id: PLACE, type: 0, name: "escalations", position: 0, permission_overwrites: [] }],
  threads: [],
  members: [],
  presences: [],
  voice_states: [],
  stage_instances: [],
  guild_scheduled_events: [],
  member_count: 26,
  large: false,
  unavailable: false,
  joined_at: "2026-01-01T00:00:00.000000+00:00",
  preferred_locale: "en-GB",
};

/** Somebody did something. */
export interface Interaction {
  readonly id: string;
  readonly [more: string]: unknown;
}

function interaction(type: number, user: string, data: object): Interaction {
  const id = nextId();
  return {
    id,
    application_id: BOT,
    type,
    token: `${id}${TOKEN_TAIL}`,
    version: 1,
    data,
    channel_id: PLACE,
    channel: {
      id: PLACE,
      type: 0,
      guild_id: GUILD,
      name: "escalations",
      position: 0,
      parent_id: null,
      topic: null,
      nsfw: false,
      last_message_id: null,
      rate_limit_per_user: 0,
      flags: 0,
      permissions: ALL_PERMISSIONS,
    },
    guild_id: GUILD,
    guild: { id: GUILD, locale: "en-GB", features: [] },
    guild_locale: "en-GB",
    member: {
      user: {
        id: user,
        username: user,
        discriminator: "0",
        global_name: user,
        avatar: null,
        public_flags: 0,
      },
      nick: null,
      avatar: null,
      roles: [],
      joined_at: "2026-01-01T00:00:00.000000+00:00",
      premium_since: null,
      deaf: false,
      mute: false,
      flags: 0,
      pending: false,
      communication_disabled_until: null,
      permissions: ALL_PERMISSIONS,
    },
    locale: "en-GB",
    app_permissions: ALL_PERMISSIONS,
    entitlements: [],
    authorizing_integration_owners: { "0": GUILD },
    context: 0,
    attachment_size_limit: 10_485_760,
  };
}

/** Somebody ran `/escalate` with these options. */
export const commandRun = (user: string, options: Readonly<Record<string, string>>): Interaction =>
  interaction(2, user, {
    id: "100000000000000003",
    name: "escalate",
    type: 1,
    options: Object.entries(options).map(([name, value]) => ({ name, type: 3, value })),
  });

const LABEL = 18;
const inputSchema = z.object({
  type: z.number(),
  custom_id: z.string(),
  value: z.string().default(""),
  options: z.array(z.object({ value: z.string(), default: z.boolean().default(false) })).optional(),
});
const modalSchema = z.object({
  custom_id: z.string(),
  components: z.array(z.object({ type: z.number(), component: inputSchema.optional() })),
});

/** Somebody sent a modal just as it was opened. */
export function modalSent(user: string, opened: unknown): Interaction {
  const { custom_id, components } = modalSchema.parse(opened);
  const labelled = components.flatMap(({ component }) => (component ? [component] : []));
  return interaction(5, user, {
    custom_id,
    components: labelled.map(({ type, custom_id, value, options }, index) => ({
      type: LABEL,
      id: 2 * index + 1,
      component: {
        type,
        id: 2 * index + 2,
        custom_id,
        ...(options ? { values: options.filter((one) => one.default).map((one) => one.value) } : { value }),
      },
    })),
  });
}
