CREATE TABLE "actions" (
	"id" text PRIMARY KEY NOT NULL,
	"ref" text NOT NULL,
	"team_id" text NOT NULL,
	"subject_kind" text,
	"subject_id" text,
	"subject_ref" text,
	"follows_id" text,
	"state" text NOT NULL,
	"generation" bigint NOT NULL,
	"planner_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"problem_payload" text NOT NULL,
	"cause_payload" text,
	"change_payload" text NOT NULL,
	"measure_payload" text,
	"expected_payload" text,
	"start_on" text NOT NULL,
	"review_on" text NOT NULL,
	"planned_at" bigint NOT NULL,
	"started_at" bigint,
	"baseline" jsonb,
	"reviewed_at" bigint,
	"reviewer_id" text,
	"review_result" jsonb,
	"review_decision" text,
	"outcome_payload" text,
	"side_effects_payload" text,
	"drop_reason_payload" text,
	"told_at" bigint,
	"told_payload" text,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"alert_key" text NOT NULL,
	"team_id" text NOT NULL,
	"theme_id" text NOT NULL,
	"state" text NOT NULL,
	"raised_at" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"customers" bigint NOT NULL,
	"said_customers" bigint NOT NULL,
	"learning" boolean NOT NULL,
	"burst" jsonb NOT NULL,
	"record" jsonb NOT NULL,
	"live" boolean NOT NULL,
	"generation" bigint NOT NULL,
	"decider_id" text,
	"decided_at" bigint,
	"wording_payload" text
);
--> statement-breakpoint
CREATE TABLE "comment_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"digest" text NOT NULL,
	"size" bigint NOT NULL,
	"started_at" bigint NOT NULL,
	"done_at" bigint,
	"heard_at" bigint
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"team_id" text NOT NULL,
	"agent_id" text,
	"customer_id" text,
	"text_payload" text NOT NULL,
	"about" text,
	"origin" text NOT NULL,
	"feeling" text,
	"reply_payload" text,
	"case_id" text,
	"severe" text,
	"notice_id" text,
	"source" text NOT NULL,
	"import_id" text,
	"at" bigint NOT NULL,
	"said_at" bigint NOT NULL,
	"heard" bigint,
	"theme_id" text,
	"struck_at" bigint
);
--> statement-breakpoint
CREATE TABLE "detector_orders" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"what" jsonb NOT NULL,
	"done_at" bigint
);
--> statement-breakpoint
CREATE TABLE "detectors" (
	"team_id" text PRIMARY KEY NOT NULL,
	"clock" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "themes" (
	"id" text PRIMARY KEY NOT NULL,
	"ref" text NOT NULL,
	"team_id" text NOT NULL,
	"theme_key" text NOT NULL,
	"record" jsonb NOT NULL,
	"retired" boolean NOT NULL,
	"name_payload" text,
	"state" text NOT NULL,
	"reason_payload" text,
	"owner_id" text,
	"decided_at" bigint,
	"muted_until" bigint,
	"merged_into" text,
	"created_at" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"generation" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "restricted" text;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "comments" jsonb;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_planner_id_members_id_fk" FOREIGN KEY ("planner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_owner_id_members_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_problem_payload_payloads_id_fk" FOREIGN KEY ("problem_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_cause_payload_payloads_id_fk" FOREIGN KEY ("cause_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_change_payload_payloads_id_fk" FOREIGN KEY ("change_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_measure_payload_payloads_id_fk" FOREIGN KEY ("measure_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_expected_payload_payloads_id_fk" FOREIGN KEY ("expected_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_reviewer_id_members_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_outcome_payload_payloads_id_fk" FOREIGN KEY ("outcome_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_side_effects_payload_payloads_id_fk" FOREIGN KEY ("side_effects_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_drop_reason_payload_payloads_id_fk" FOREIGN KEY ("drop_reason_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_told_payload_payloads_id_fk" FOREIGN KEY ("told_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_theme_id_themes_id_fk" FOREIGN KEY ("theme_id") REFERENCES "public"."themes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_decider_id_members_id_fk" FOREIGN KEY ("decider_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_wording_payload_payloads_id_fk" FOREIGN KEY ("wording_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_imports" ADD CONSTRAINT "comment_imports_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_agent_id_members_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_text_payload_payloads_id_fk" FOREIGN KEY ("text_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_reply_payload_payloads_id_fk" FOREIGN KEY ("reply_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_notice_id_cases_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_import_id_comment_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."comment_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_theme_id_themes_id_fk" FOREIGN KEY ("theme_id") REFERENCES "public"."themes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detector_orders" ADD CONSTRAINT "detector_orders_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detectors" ADD CONSTRAINT "detectors_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "themes" ADD CONSTRAINT "themes_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "themes" ADD CONSTRAINT "themes_name_payload_payloads_id_fk" FOREIGN KEY ("name_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "themes" ADD CONSTRAINT "themes_reason_payload_payloads_id_fk" FOREIGN KEY ("reason_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "themes" ADD CONSTRAINT "themes_owner_id_members_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "actions_ref" ON "actions" USING btree ("ref");--> statement-breakpoint
CREATE INDEX "actions_owner" ON "actions" USING btree ("owner_id","ended_at","review_on");--> statement-breakpoint
CREATE INDEX "actions_team_open" ON "actions" USING btree ("team_id","ended_at","review_on");--> statement-breakpoint
CREATE INDEX "actions_subject" ON "actions" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "actions_open" ON "actions" USING btree ("ended_at","review_on");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_key" ON "alerts" USING btree ("alert_key");--> statement-breakpoint
CREATE INDEX "alerts_team" ON "alerts" USING btree ("team_id","live","last_at");--> statement-breakpoint
CREATE INDEX "alerts_theme" ON "alerts" USING btree ("theme_id","raised_at");--> statement-breakpoint
CREATE UNIQUE INDEX "comment_imports_digest" ON "comment_imports" USING btree ("team_id","digest");--> statement-breakpoint
CREATE UNIQUE INDEX "comments_id" ON "comments" USING btree ("id");--> statement-breakpoint
CREATE INDEX "comments_heard" ON "comments" USING btree ("team_id","heard");--> statement-breakpoint
CREATE INDEX "comments_unheard" ON "comments" USING btree ("heard","import_id","seq");--> statement-breakpoint
CREATE INDEX "comments_agent" ON "comments" USING btree ("agent_id","said_at");--> statement-breakpoint
CREATE INDEX "comments_theme" ON "comments" USING btree ("theme_id","said_at");--> statement-breakpoint
CREATE INDEX "comments_team" ON "comments" USING btree ("team_id","said_at");--> statement-breakpoint
CREATE INDEX "comments_about" ON "comments" USING btree ("team_id","about","said_at");--> statement-breakpoint
CREATE INDEX "detector_orders_open" ON "detector_orders" USING btree ("done_at","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "themes_ref" ON "themes" USING btree ("ref");--> statement-breakpoint
CREATE UNIQUE INDEX "themes_key" ON "themes" USING btree ("theme_key");--> statement-breakpoint
CREATE INDEX "themes_recent" ON "themes" USING btree ("team_id","merged_into","last_at");--> statement-breakpoint
CREATE INDEX "themes_in_use" ON "themes" USING btree ("team_id","retired");--> statement-breakpoint
CREATE INDEX "themes_owner" ON "themes" USING btree ("owner_id","state");