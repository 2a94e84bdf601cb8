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
CREATE UNIQUE INDEX "actions_ref" ON "actions" USING btree ("ref");--> statement-breakpoint
CREATE INDEX "actions_owner" ON "actions" USING btree ("owner_id","ended_at","review_on");--> statement-breakpoint
CREATE INDEX "actions_team_open" ON "actions" USING btree ("team_id","ended_at","review_on");--> statement-breakpoint
CREATE INDEX "actions_subject" ON "actions" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "actions_open" ON "actions" USING btree ("ended_at","review_on");