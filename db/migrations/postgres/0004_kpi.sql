CREATE TABLE "analyses" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"member_id" text NOT NULL,
	"digest_id" text NOT NULL,
	"kpi" text,
	"at" bigint NOT NULL,
	"finding_payload" text NOT NULL,
	"ruled_out_payload" text,
	"recommendation_payload" text,
	"expected_payload" text,
	"owner_id" text
);
--> statement-breakpoint
CREATE TABLE "digest_schedules" (
	"team_id" text PRIMARY KEY NOT NULL,
	"at" text,
	"days" jsonb,
	"zone" text,
	"weekly_on" bigint,
	"muted_until" text,
	"seen" text,
	"since" bigint NOT NULL,
	"changed_by" text,
	"generation" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"kind" text NOT NULL,
	"date" text NOT NULL,
	"due_at" bigint NOT NULL,
	"state" text NOT NULL,
	"decided_at" bigint NOT NULL,
	"figures" jsonb
);
--> statement-breakpoint
CREATE TABLE "kpi_days" (
	"import_id" text NOT NULL,
	"source" text NOT NULL,
	"team_id" text NOT NULL,
	"queue_id" text NOT NULL,
	"date" text NOT NULL,
	"reading" jsonb NOT NULL,
	CONSTRAINT "kpi_days_import_id_source_team_id_queue_id_date_pk" PRIMARY KEY("import_id","source","team_id","queue_id","date")
);
--> statement-breakpoint
CREATE TABLE "kpi_import_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"wanted" jsonb NOT NULL,
	"asked_at" bigint NOT NULL,
	"begun" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kpi_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"digest" text NOT NULL,
	"file_name" text NOT NULL,
	"mapping" text NOT NULL,
	"mapping_version" bigint NOT NULL,
	"time_zone" text NOT NULL,
	"member_id" text,
	"via" text NOT NULL,
	"rows" bigint NOT NULL,
	"report" jsonb,
	"started_at" bigint NOT NULL,
	"staged_at" bigint,
	"place" bigint,
	"done_at" bigint
);
--> statement-breakpoint
CREATE TABLE "quality_marks" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"import_id" text NOT NULL,
	"evaluation_id" text NOT NULL,
	"team_id" text NOT NULL,
	"contact_ref" text,
	"evaluator" text NOT NULL,
	"form_version" text NOT NULL,
	"item" text NOT NULL,
	"at" bigint NOT NULL,
	"weight" bigint NOT NULL,
	"mark" bigint,
	"critical" text,
	"calibrated" boolean NOT NULL,
	"sampling" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "queues" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"team_id" text NOT NULL,
	"media" text NOT NULL,
	"aliases" jsonb NOT NULL,
	"hours" jsonb,
	"active" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "readings" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"import_id" text NOT NULL,
	"queue_id" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"minutes" bigint NOT NULL,
	"offered" bigint,
	"answered" bigint,
	"answered_in_time" bigint,
	"in_time_ms" bigint,
	"abandoned" bigint,
	"abandoned_short" bigint,
	"short_ms" bigint,
	"flow_out" bigint,
	"blocked" bigint,
	"wait_ms" bigint,
	"abandoned_wait_ms" bigint,
	"longest_wait_ms" bigint,
	"talk_ms" bigint,
	"hold_ms" bigint,
	"held" bigint,
	"after_ms" bigint,
	"handled" bigint,
	"transferred" bigint,
	"staffed_ms" bigint,
	"idle_ms" bigint,
	"forecast_offered" bigint,
	"forecast_handle_ms" bigint,
	"approximate" jsonb
);
--> statement-breakpoint
CREATE TABLE "survey_answers" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"import_id" text NOT NULL,
	"response_id" text NOT NULL,
	"team_id" text NOT NULL,
	"queue_id" text,
	"contact_ref" text,
	"sent_at" bigint,
	"answered_at" bigint,
	"question" text NOT NULL,
	"score" bigint,
	"words_payload" text
);
--> statement-breakpoint
CREATE TABLE "kpi_agreements" (
	"target_id" text NOT NULL,
	"member_id" text NOT NULL,
	"answer" text,
	"reason_payload" text,
	"at" bigint,
	CONSTRAINT "kpi_agreements_target_id_member_id_pk" PRIMARY KEY("target_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "kpi_baselines" (
	"id" text PRIMARY KEY NOT NULL,
	"kpi" text NOT NULL,
	"version" bigint NOT NULL,
	"team_id" text NOT NULL,
	"limits" jsonb NOT NULL,
	"from_date" text NOT NULL,
	"to_date" text NOT NULL,
	"set_by" text,
	"reason_payload" text,
	"set_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kpi_definitions" (
	"kpi" text NOT NULL,
	"version" bigint NOT NULL,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"formula" jsonb NOT NULL,
	"unit" jsonb NOT NULL,
	"direction" text NOT NULL,
	"owner_id" text NOT NULL,
	"defined_by" text NOT NULL,
	"defined_at" bigint NOT NULL,
	CONSTRAINT "kpi_definitions_kpi_version_pk" PRIMARY KEY("kpi","version")
);
--> statement-breakpoint
CREATE TABLE "kpi_targets" (
	"id" text PRIMARY KEY NOT NULL,
	"kpi" text NOT NULL,
	"version" bigint NOT NULL,
	"team_id" text NOT NULL,
	"low" bigint,
	"high" bigint,
	"from_date" text NOT NULL,
	"to_date" text,
	"basis_payload" text NOT NULL,
	"owner_id" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" bigint NOT NULL,
	"state" text NOT NULL,
	"agreed_at" bigint,
	"generation" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "kpi" jsonb;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_finding_payload_payloads_id_fk" FOREIGN KEY ("finding_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_ruled_out_payload_payloads_id_fk" FOREIGN KEY ("ruled_out_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_recommendation_payload_payloads_id_fk" FOREIGN KEY ("recommendation_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_expected_payload_payloads_id_fk" FOREIGN KEY ("expected_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "analyses" ADD CONSTRAINT "analyses_owner_id_members_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_schedules" ADD CONSTRAINT "digest_schedules_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_schedules" ADD CONSTRAINT "digest_schedules_changed_by_members_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_days" ADD CONSTRAINT "kpi_days_import_id_kpi_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."kpi_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_days" ADD CONSTRAINT "kpi_days_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_import_jobs" ADD CONSTRAINT "kpi_import_jobs_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_imports" ADD CONSTRAINT "kpi_imports_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quality_marks" ADD CONSTRAINT "quality_marks_import_id_kpi_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."kpi_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quality_marks" ADD CONSTRAINT "quality_marks_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queues" ADD CONSTRAINT "queues_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_import_id_kpi_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."kpi_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_import_id_kpi_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."kpi_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_queue_id_queues_id_fk" FOREIGN KEY ("queue_id") REFERENCES "public"."queues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_words_payload_payloads_id_fk" FOREIGN KEY ("words_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_agreements" ADD CONSTRAINT "kpi_agreements_target_id_kpi_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."kpi_targets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_agreements" ADD CONSTRAINT "kpi_agreements_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_agreements" ADD CONSTRAINT "kpi_agreements_reason_payload_payloads_id_fk" FOREIGN KEY ("reason_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_baselines" ADD CONSTRAINT "kpi_baselines_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_baselines" ADD CONSTRAINT "kpi_baselines_set_by_members_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_baselines" ADD CONSTRAINT "kpi_baselines_reason_payload_payloads_id_fk" FOREIGN KEY ("reason_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_definitions" ADD CONSTRAINT "kpi_definitions_owner_id_members_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_definitions" ADD CONSTRAINT "kpi_definitions_defined_by_members_id_fk" FOREIGN KEY ("defined_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_targets" ADD CONSTRAINT "kpi_targets_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_targets" ADD CONSTRAINT "kpi_targets_basis_payload_payloads_id_fk" FOREIGN KEY ("basis_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_targets" ADD CONSTRAINT "kpi_targets_owner_id_members_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kpi_targets" ADD CONSTRAINT "kpi_targets_proposed_by_members_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "analyses_team" ON "analyses" USING btree ("team_id","at");--> statement-breakpoint
CREATE INDEX "analyses_member" ON "analyses" USING btree ("member_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "digests_once" ON "digests" USING btree ("team_id","kind","date");--> statement-breakpoint
CREATE INDEX "kpi_days_team" ON "kpi_days" USING btree ("team_id","date","queue_id");--> statement-breakpoint
CREATE INDEX "kpi_import_jobs_turn" ON "kpi_import_jobs" USING btree ("asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "kpi_imports_place" ON "kpi_imports" USING btree ("place");--> statement-breakpoint
CREATE INDEX "kpi_imports_digest" ON "kpi_imports" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "kpi_imports_open" ON "kpi_imports" USING btree ("done_at","started_at");--> statement-breakpoint
CREATE INDEX "quality_marks_import" ON "quality_marks" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "quality_marks_evaluation" ON "quality_marks" USING btree ("evaluation_id");--> statement-breakpoint
CREATE INDEX "queues_team" ON "queues" USING btree ("team_id","active");--> statement-breakpoint
CREATE INDEX "readings_interval" ON "readings" USING btree ("queue_id","starts_at");--> statement-breakpoint
CREATE INDEX "readings_import" ON "readings" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "survey_answers_import" ON "survey_answers" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "survey_answers_response" ON "survey_answers" USING btree ("response_id");--> statement-breakpoint
CREATE INDEX "kpi_baselines_team" ON "kpi_baselines" USING btree ("team_id","kpi","set_at");--> statement-breakpoint
CREATE INDEX "kpi_targets_team" ON "kpi_targets" USING btree ("team_id","state","kpi");