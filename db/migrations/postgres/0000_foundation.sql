CREATE TABLE "asks" (
	"case_id" text NOT NULL,
	"n" bigint NOT NULL,
	"member_id" text NOT NULL,
	"at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "asks_case_id_n_pk" PRIMARY KEY("case_id","n")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" text PRIMARY KEY NOT NULL,
	"ref" text NOT NULL,
	"kind" text NOT NULL,
	"issue" text NOT NULL,
	"team_id" text NOT NULL,
	"raiser_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"need_payload" text NOT NULL,
	"amount_pence" bigint,
	"currency" text,
	"waiting" text NOT NULL,
	"promised_at" bigint,
	"state" text NOT NULL,
	"generation" bigint NOT NULL,
	"asks" bigint NOT NULL,
	"holder_id" text,
	"authority_version" bigint NOT NULL,
	"raised_at" bigint NOT NULL,
	"taken_at" bigint,
	"decided_at" bigint,
	"decider_id" text,
	"outcome" text,
	"decided_payload" text,
	"decided_pence" bigint,
	"told" text,
	"informed_at" bigint,
	"informed_by" text,
	"handed_back_at" bigint,
	"feedback_payload" text,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "conditions" (
	"subject" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"since" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"name" text PRIMARY KEY NOT NULL,
	"value" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" text PRIMARY KEY NOT NULL,
	"ref" text,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "due_actions" (
	"id" text PRIMARY KEY NOT NULL,
	"due_at" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"generation" text NOT NULL,
	"done_at" bigint,
	"outcome" text,
	"attempts" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "facility" (
	"id" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "heartbeats" (
	"name" text PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"at" bigint NOT NULL,
	"team" text,
	"actor" text NOT NULL,
	"role" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"facts" text NOT NULL,
	"simulated" boolean NOT NULL,
	"payload_digest" text,
	"prev" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payloads" (
	"id" text PRIMARY KEY NOT NULL,
	"text" text,
	"salt" text,
	"digest" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seen" (
	"key" text PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"lane" text PRIMARY KEY NOT NULL,
	"wake_at" bigint,
	"free_at" bigint NOT NULL,
	"busy_until" bigint
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"target" jsonb NOT NULL,
	"lane" text NOT NULL,
	"message" jsonb NOT NULL,
	"revision" bigint NOT NULL,
	"sent_revision" bigint NOT NULL,
	"state" text NOT NULL,
	"urgency" bigint NOT NULL,
	"attempt" bigint NOT NULL,
	"not_before" bigint NOT NULL,
	"claimed_until" bigint,
	"first_attempt_at" bigint,
	"uncertain" boolean NOT NULL,
	"ref" jsonb,
	"fallback" jsonb NOT NULL,
	"reason" text,
	"created_at" bigint NOT NULL,
	"sent_at" bigint
);
--> statement-breakpoint
CREATE TABLE "authority" (
	"version" bigint NOT NULL,
	"decision" text NOT NULL,
	"level" text NOT NULL,
	"rank" bigint NOT NULL,
	"label" text NOT NULL,
	"limit_pence" bigint,
	"currency" text,
	"owner_team" text,
	"per_customer_days" bigint,
	CONSTRAINT "authority_version_decision_level_pk" PRIMARY KEY("version","decision","level")
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"platform" text NOT NULL,
	"user" text NOT NULL,
	"member_id" text NOT NULL,
	CONSTRAINT "identities_platform_user_pk" PRIMARY KEY("platform","user")
);
--> statement-breakpoint
CREATE TABLE "member_teams" (
	"member_id" text NOT NULL,
	"team_id" text NOT NULL,
	CONSTRAINT "member_teams_member_id_team_id_pk" PRIMARY KEY("member_id","team_id")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"home_team" text,
	"level" text NOT NULL,
	"rank" bigint NOT NULL,
	"roles" jsonb NOT NULL,
	"decides" boolean NOT NULL,
	"active" boolean NOT NULL,
	"away" boolean NOT NULL,
	"last_platform" text,
	"asked" bigint NOT NULL,
	"holding" bigint NOT NULL,
	"last_taken_at" bigint
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"timezone" text NOT NULL,
	"customer_pattern" text NOT NULL,
	"customer_example" text NOT NULL,
	"workspaces" jsonb NOT NULL,
	"levels" jsonb NOT NULL,
	"take_within_waiting_ms" bigint NOT NULL,
	"take_within_otherwise_ms" bigint NOT NULL,
	"quiet_after_waiting_ms" bigint NOT NULL,
	"quiet_after_otherwise_ms" bigint NOT NULL,
	"authority_version" bigint NOT NULL,
	"source" text NOT NULL,
	"applied_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team_channels" (
	"team_id" text NOT NULL,
	"purpose" text NOT NULL,
	"platform" text NOT NULL,
	"channel" text NOT NULL,
	CONSTRAINT "team_channels_team_id_purpose_platform_pk" PRIMARY KEY("team_id","purpose","platform")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"active" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "asks" ADD CONSTRAINT "asks_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asks" ADD CONSTRAINT "asks_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_raiser_id_members_id_fk" FOREIGN KEY ("raiser_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_need_payload_payloads_id_fk" FOREIGN KEY ("need_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_holder_id_members_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_decider_id_members_id_fk" FOREIGN KEY ("decider_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_decided_payload_payloads_id_fk" FOREIGN KEY ("decided_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_informed_by_members_id_fk" FOREIGN KEY ("informed_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_feedback_payload_payloads_id_fk" FOREIGN KEY ("feedback_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_teams" ADD CONSTRAINT "member_teams_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_teams" ADD CONSTRAINT "member_teams_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_home_team_teams_id_fk" FOREIGN KEY ("home_team") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_channels" ADD CONSTRAINT "team_channels_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cases_ref" ON "cases" USING btree ("ref");--> statement-breakpoint
CREATE INDEX "cases_raiser" ON "cases" USING btree ("raiser_id","ended_at","raised_at");--> statement-breakpoint
CREATE INDEX "cases_holder" ON "cases" USING btree ("holder_id","ended_at","raised_at");--> statement-breakpoint
CREATE INDEX "cases_team_open" ON "cases" USING btree ("team_id","ended_at","raised_at");--> statement-breakpoint
CREATE INDEX "cases_customer_decided" ON "cases" USING btree ("customer_id","issue","decided_at");--> statement-breakpoint
CREATE INDEX "cases_open" ON "cases" USING btree ("ended_at","raised_at");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_ref" ON "customers" USING btree ("ref");--> statement-breakpoint
CREATE INDEX "due_actions_due" ON "due_actions" USING btree ("done_at","due_at");--> statement-breakpoint
CREATE INDEX "due_actions_subject" ON "due_actions" USING btree ("subject","done_at");--> statement-breakpoint
CREATE UNIQUE INDEX "journal_id" ON "journal" USING btree ("id");--> statement-breakpoint
CREATE INDEX "journal_subject" ON "journal" USING btree ("subject","seq");--> statement-breakpoint
CREATE INDEX "seen_at" ON "seen" USING btree ("at");--> statement-breakpoint
CREATE INDEX "lanes_wake" ON "lanes" USING btree ("wake_at");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_key" ON "outbox" USING btree ("key");--> statement-breakpoint
CREATE INDEX "outbox_lane" ON "outbox" USING btree ("lane","state","urgency","id");--> statement-breakpoint
CREATE INDEX "outbox_state" ON "outbox" USING btree ("state","claimed_until");--> statement-breakpoint
CREATE INDEX "identities_member" ON "identities" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "members_rank" ON "members" USING btree ("active","rank");