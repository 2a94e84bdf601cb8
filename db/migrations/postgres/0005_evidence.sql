CREATE TABLE "evidence_plans" (
	"id" text PRIMARY KEY NOT NULL,
	"learner_id" text NOT NULL,
	"unit" text NOT NULL,
	"assessor_id" text NOT NULL,
	"performance" jsonb NOT NULL,
	"knowledge" jsonb NOT NULL,
	"note_payload" text,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_judgements" (
	"id" text PRIMARY KEY NOT NULL,
	"learner_id" text NOT NULL,
	"unit" text NOT NULL,
	"edition" text NOT NULL,
	"ref" text NOT NULL,
	"assessor_id" text NOT NULL,
	"decision" text NOT NULL,
	"reasons_payload" text NOT NULL,
	"feedback_payload" text,
	"claims" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_sampled" (
	"sample_id" text NOT NULL,
	"judgement_id" text NOT NULL,
	"outcome" text,
	"note_payload" text,
	"sampled_on" text,
	CONSTRAINT "evidence_sampled_sample_id_judgement_id_pk" PRIMARY KEY("sample_id","judgement_id")
);
--> statement-breakpoint
CREATE TABLE "evidence_samples" (
	"id" text PRIMARY KEY NOT NULL,
	"verifier_id" text NOT NULL,
	"unit" text NOT NULL,
	"seed" text NOT NULL,
	"percent" bigint NOT NULL,
	"population" jsonb NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_claims" (
	"id" text PRIMARY KEY NOT NULL,
	"item_id" text NOT NULL,
	"learner_id" text NOT NULL,
	"unit" text NOT NULL,
	"edition" text NOT NULL,
	"ref" text NOT NULL,
	"parts" jsonb NOT NULL,
	"why_payload" text NOT NULL,
	"claimed_by" text NOT NULL,
	"suggested" boolean NOT NULL,
	"at" bigint NOT NULL,
	"struck_at" bigint,
	"struck_payload" text
);
--> statement-breakpoint
CREATE TABLE "evidence_consents" (
	"id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"version" text NOT NULL,
	"at" bigint NOT NULL,
	"withdrawn_at" bigint
);
--> statement-breakpoint
CREATE TABLE "evidence_declarations" (
	"id" text PRIMARY KEY NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"member_id" text NOT NULL,
	"role" text NOT NULL,
	"text" text NOT NULL,
	"content_hash" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_dismissals" (
	"learner_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "evidence_dismissals_learner_id_seq_pk" PRIMARY KEY("learner_id","seq")
);
--> statement-breakpoint
CREATE TABLE "evidence_exports" (
	"id" text PRIMARY KEY NOT NULL,
	"learner_id" text NOT NULL,
	"asked_by" text NOT NULL,
	"platform" text NOT NULL,
	"state" text NOT NULL,
	"attempts" bigint NOT NULL,
	"asked_at" bigint NOT NULL,
	"done_at" bigint,
	"digest" text,
	"bytes" bigint
);
--> statement-breakpoint
CREATE TABLE "evidence_sources" (
	"item_id" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "evidence_sources_item_id_seq_pk" PRIMARY KEY("item_id","seq")
);
--> statement-breakpoint
CREATE TABLE "evidence_texts" (
	"item_id" text NOT NULL,
	"n" bigint NOT NULL,
	"label" text NOT NULL,
	"payload_id" text NOT NULL,
	CONSTRAINT "evidence_texts_item_id_n_pk" PRIMARY KEY("item_id","n")
);
--> statement-breakpoint
CREATE TABLE "evidence_items" (
	"id" text PRIMARY KEY NOT NULL,
	"ref" text NOT NULL,
	"learner_id" text NOT NULL,
	"kind" text NOT NULL,
	"maker_id" text NOT NULL,
	"title_payload" text NOT NULL,
	"occurred_on" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"team_id" text,
	"customer_id" text,
	"relation" text NOT NULL,
	"tenure" text NOT NULL,
	"handling" text NOT NULL,
	"where_system" text,
	"where_payload" text,
	"viewed_by" text,
	"viewed_at" bigint,
	"assistance_payload" text,
	"shared_at" bigint,
	"struck_at" bigint,
	"struck_payload" text,
	"content_hash" text NOT NULL,
	"generation" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "learners" (
	"member_id" text NOT NULL,
	"unit" text NOT NULL,
	"edition" text,
	"assessor_id" text NOT NULL,
	"verifier_id" text NOT NULL,
	"from_on" text NOT NULL,
	"active" boolean NOT NULL,
	CONSTRAINT "learners_member_id_unit_pk" PRIMARY KEY("member_id","unit")
);
--> statement-breakpoint
CREATE TABLE "evidence_profiles" (
	"member_id" text NOT NULL,
	"field" text NOT NULL,
	"payload_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "evidence_profiles_member_id_field_pk" PRIMARY KEY("member_id","field")
);
--> statement-breakpoint
CREATE TABLE "evidence_testimonies" (
	"id" text PRIMARY KEY NOT NULL,
	"item_id" text NOT NULL,
	"learner_id" text NOT NULL,
	"witness_id" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"state" text NOT NULL,
	"relationship" text,
	"competence_payload" text,
	"words_payload" text,
	"answered_at" bigint,
	"generation" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence_units" (
	"unit" text NOT NULL,
	"edition" text NOT NULL,
	"source" text NOT NULL,
	"loaded_at" bigint NOT NULL,
	CONSTRAINT "evidence_units_unit_edition_pk" PRIMARY KEY("unit","edition")
);
--> statement-breakpoint
ALTER TABLE "authority" ADD COLUMN "marks" jsonb;--> statement-breakpoint
ALTER TABLE "evidence_plans" ADD CONSTRAINT "evidence_plans_learner_id_members_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_plans" ADD CONSTRAINT "evidence_plans_assessor_id_members_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_plans" ADD CONSTRAINT "evidence_plans_note_payload_payloads_id_fk" FOREIGN KEY ("note_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_judgements" ADD CONSTRAINT "evidence_judgements_learner_id_members_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_judgements" ADD CONSTRAINT "evidence_judgements_assessor_id_members_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_judgements" ADD CONSTRAINT "evidence_judgements_reasons_payload_payloads_id_fk" FOREIGN KEY ("reasons_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_judgements" ADD CONSTRAINT "evidence_judgements_feedback_payload_payloads_id_fk" FOREIGN KEY ("feedback_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_sampled" ADD CONSTRAINT "evidence_sampled_sample_id_evidence_samples_id_fk" FOREIGN KEY ("sample_id") REFERENCES "public"."evidence_samples"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_sampled" ADD CONSTRAINT "evidence_sampled_judgement_id_evidence_judgements_id_fk" FOREIGN KEY ("judgement_id") REFERENCES "public"."evidence_judgements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_sampled" ADD CONSTRAINT "evidence_sampled_note_payload_payloads_id_fk" FOREIGN KEY ("note_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_samples" ADD CONSTRAINT "evidence_samples_verifier_id_members_id_fk" FOREIGN KEY ("verifier_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_claims" ADD CONSTRAINT "evidence_claims_item_id_evidence_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."evidence_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_claims" ADD CONSTRAINT "evidence_claims_learner_id_members_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_claims" ADD CONSTRAINT "evidence_claims_why_payload_payloads_id_fk" FOREIGN KEY ("why_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_claims" ADD CONSTRAINT "evidence_claims_claimed_by_members_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_claims" ADD CONSTRAINT "evidence_claims_struck_payload_payloads_id_fk" FOREIGN KEY ("struck_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_consents" ADD CONSTRAINT "evidence_consents_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_declarations" ADD CONSTRAINT "evidence_declarations_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_dismissals" ADD CONSTRAINT "evidence_dismissals_learner_id_members_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_exports" ADD CONSTRAINT "evidence_exports_learner_id_members_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_exports" ADD CONSTRAINT "evidence_exports_asked_by_members_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_sources" ADD CONSTRAINT "evidence_sources_item_id_evidence_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."evidence_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_sources" ADD CONSTRAINT "evidence_sources_seq_journal_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."journal"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_texts" ADD CONSTRAINT "evidence_texts_item_id_evidence_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."evidence_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_texts" ADD CONSTRAINT "evidence_texts_payload_id_payloads_id_fk" FOREIGN KEY ("payload_id") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_learner_id_members_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_maker_id_members_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_title_payload_payloads_id_fk" FOREIGN KEY ("title_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_where_payload_payloads_id_fk" FOREIGN KEY ("where_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_viewed_by_members_id_fk" FOREIGN KEY ("viewed_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_assistance_payload_payloads_id_fk" FOREIGN KEY ("assistance_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_items" ADD CONSTRAINT "evidence_items_struck_payload_payloads_id_fk" FOREIGN KEY ("struck_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learners" ADD CONSTRAINT "learners_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learners" ADD CONSTRAINT "learners_assessor_id_members_id_fk" FOREIGN KEY ("assessor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learners" ADD CONSTRAINT "learners_verifier_id_members_id_fk" FOREIGN KEY ("verifier_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_profiles" ADD CONSTRAINT "evidence_profiles_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_profiles" ADD CONSTRAINT "evidence_profiles_payload_id_payloads_id_fk" FOREIGN KEY ("payload_id") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_testimonies" ADD CONSTRAINT "evidence_testimonies_item_id_evidence_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."evidence_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_testimonies" ADD CONSTRAINT "evidence_testimonies_learner_id_members_id_fk" FOREIGN KEY ("learner_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_testimonies" ADD CONSTRAINT "evidence_testimonies_witness_id_members_id_fk" FOREIGN KEY ("witness_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_testimonies" ADD CONSTRAINT "evidence_testimonies_asked_by_members_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_testimonies" ADD CONSTRAINT "evidence_testimonies_competence_payload_payloads_id_fk" FOREIGN KEY ("competence_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_testimonies" ADD CONSTRAINT "evidence_testimonies_words_payload_payloads_id_fk" FOREIGN KEY ("words_payload") REFERENCES "public"."payloads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_plans_learner" ON "evidence_plans" USING btree ("learner_id","unit","at");--> statement-breakpoint
CREATE INDEX "evidence_judgements_criterion" ON "evidence_judgements" USING btree ("learner_id","unit","ref","at");--> statement-breakpoint
CREATE INDEX "evidence_judgements_assessor" ON "evidence_judgements" USING btree ("assessor_id","at");--> statement-breakpoint
CREATE INDEX "evidence_sampled_judgement" ON "evidence_sampled" USING btree ("judgement_id");--> statement-breakpoint
CREATE INDEX "evidence_samples_verifier" ON "evidence_samples" USING btree ("verifier_id","at");--> statement-breakpoint
CREATE INDEX "evidence_claims_item" ON "evidence_claims" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "evidence_claims_criterion" ON "evidence_claims" USING btree ("learner_id","unit","ref");--> statement-breakpoint
CREATE INDEX "evidence_consents_member" ON "evidence_consents" USING btree ("member_id","at");--> statement-breakpoint
CREATE INDEX "evidence_declarations_subject" ON "evidence_declarations" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "evidence_exports_state" ON "evidence_exports" USING btree ("state","asked_at");--> statement-breakpoint
CREATE INDEX "evidence_sources_seq" ON "evidence_sources" USING btree ("seq");--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_items_ref" ON "evidence_items" USING btree ("learner_id","ref");--> statement-breakpoint
CREATE INDEX "evidence_items_shared" ON "evidence_items" USING btree ("learner_id","shared_at");--> statement-breakpoint
CREATE INDEX "learners_assessor" ON "learners" USING btree ("assessor_id","active");--> statement-breakpoint
CREATE INDEX "learners_verifier" ON "learners" USING btree ("verifier_id","active");--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_testimonies_witness" ON "evidence_testimonies" USING btree ("item_id","witness_id");--> statement-breakpoint
CREATE INDEX "evidence_testimonies_asked" ON "evidence_testimonies" USING btree ("witness_id","state");--> statement-breakpoint
CREATE INDEX "journal_actor" ON "journal" USING btree ("actor","seq");