CREATE TABLE `evidence_plans` (
	`id` text PRIMARY KEY NOT NULL,
	`learner_id` text NOT NULL,
	`unit` text NOT NULL,
	`assessor_id` text NOT NULL,
	`performance` text NOT NULL,
	`knowledge` text NOT NULL,
	`note_payload` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`learner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assessor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`note_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_plans_learner` ON `evidence_plans` (`learner_id`,`unit`,`at`);--> statement-breakpoint
CREATE TABLE `evidence_judgements` (
	`id` text PRIMARY KEY NOT NULL,
	`learner_id` text NOT NULL,
	`unit` text NOT NULL,
	`edition` text NOT NULL,
	`ref` text NOT NULL,
	`assessor_id` text NOT NULL,
	`decision` text NOT NULL,
	`reasons_payload` text NOT NULL,
	`feedback_payload` text,
	`claims` text NOT NULL,
	`content_hash` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`learner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assessor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reasons_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`feedback_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_judgements_criterion` ON `evidence_judgements` (`learner_id`,`unit`,`ref`,`at`);--> statement-breakpoint
CREATE INDEX `evidence_judgements_assessor` ON `evidence_judgements` (`assessor_id`,`at`);--> statement-breakpoint
CREATE TABLE `evidence_sampled` (
	`sample_id` text NOT NULL,
	`judgement_id` text NOT NULL,
	`outcome` text,
	`note_payload` text,
	`sampled_on` text,
	PRIMARY KEY(`sample_id`, `judgement_id`),
	FOREIGN KEY (`sample_id`) REFERENCES `evidence_samples`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`judgement_id`) REFERENCES `evidence_judgements`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`note_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_sampled_judgement` ON `evidence_sampled` (`judgement_id`);--> statement-breakpoint
CREATE TABLE `evidence_samples` (
	`id` text PRIMARY KEY NOT NULL,
	`verifier_id` text NOT NULL,
	`unit` text NOT NULL,
	`seed` text NOT NULL,
	`percent` integer NOT NULL,
	`population` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`verifier_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_samples_verifier` ON `evidence_samples` (`verifier_id`,`at`);--> statement-breakpoint
CREATE TABLE `evidence_claims` (
	`id` text PRIMARY KEY NOT NULL,
	`item_id` text NOT NULL,
	`learner_id` text NOT NULL,
	`unit` text NOT NULL,
	`edition` text NOT NULL,
	`ref` text NOT NULL,
	`parts` text NOT NULL,
	`why_payload` text NOT NULL,
	`claimed_by` text NOT NULL,
	`suggested` integer NOT NULL,
	`at` integer NOT NULL,
	`struck_at` integer,
	`struck_payload` text,
	FOREIGN KEY (`item_id`) REFERENCES `evidence_items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`learner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`why_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claimed_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`struck_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_claims_item` ON `evidence_claims` (`item_id`);--> statement-breakpoint
CREATE INDEX `evidence_claims_criterion` ON `evidence_claims` (`learner_id`,`unit`,`ref`);--> statement-breakpoint
CREATE TABLE `evidence_consents` (
	`id` text PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`version` text NOT NULL,
	`at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_consents_member` ON `evidence_consents` (`member_id`,`at`);--> statement-breakpoint
CREATE TABLE `evidence_declarations` (
	`id` text PRIMARY KEY NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`member_id` text NOT NULL,
	`role` text NOT NULL,
	`text` text NOT NULL,
	`content_hash` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_declarations_subject` ON `evidence_declarations` (`subject_kind`,`subject_id`);--> statement-breakpoint
CREATE TABLE `evidence_dismissals` (
	`learner_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`learner_id`, `seq`),
	FOREIGN KEY (`learner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `evidence_exports` (
	`id` text PRIMARY KEY NOT NULL,
	`learner_id` text NOT NULL,
	`asked_by` text NOT NULL,
	`platform` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`asked_at` integer NOT NULL,
	`done_at` integer,
	`digest` text,
	`bytes` integer,
	FOREIGN KEY (`learner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_exports_state` ON `evidence_exports` (`state`,`asked_at`);--> statement-breakpoint
CREATE TABLE `evidence_sources` (
	`item_id` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`item_id`, `seq`),
	FOREIGN KEY (`item_id`) REFERENCES `evidence_items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seq`) REFERENCES `journal`(`seq`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_sources_seq` ON `evidence_sources` (`seq`);--> statement-breakpoint
CREATE TABLE `evidence_texts` (
	`item_id` text NOT NULL,
	`n` integer NOT NULL,
	`label` text NOT NULL,
	`payload_id` text NOT NULL,
	PRIMARY KEY(`item_id`, `n`),
	FOREIGN KEY (`item_id`) REFERENCES `evidence_items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payload_id`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `evidence_items` (
	`id` text PRIMARY KEY NOT NULL,
	`ref` text NOT NULL,
	`learner_id` text NOT NULL,
	`kind` text NOT NULL,
	`maker_id` text NOT NULL,
	`title_payload` text NOT NULL,
	`occurred_on` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`team_id` text,
	`customer_id` text,
	`relation` text NOT NULL,
	`tenure` text NOT NULL,
	`handling` text NOT NULL,
	`where_system` text,
	`where_payload` text,
	`viewed_by` text,
	`viewed_at` integer,
	`assistance_payload` text,
	`shared_at` integer,
	`struck_at` integer,
	`struck_payload` text,
	`content_hash` text NOT NULL,
	`generation` integer NOT NULL,
	FOREIGN KEY (`learner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`maker_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`title_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`where_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`viewed_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assistance_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`struck_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `evidence_items_ref` ON `evidence_items` (`learner_id`,`ref`);--> statement-breakpoint
CREATE INDEX `evidence_items_shared` ON `evidence_items` (`learner_id`,`shared_at`);--> statement-breakpoint
CREATE TABLE `learners` (
	`member_id` text NOT NULL,
	`unit` text NOT NULL,
	`edition` text,
	`assessor_id` text NOT NULL,
	`verifier_id` text NOT NULL,
	`from_on` text NOT NULL,
	`active` integer NOT NULL,
	PRIMARY KEY(`member_id`, `unit`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assessor_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`verifier_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `learners_assessor` ON `learners` (`assessor_id`,`active`);--> statement-breakpoint
CREATE INDEX `learners_verifier` ON `learners` (`verifier_id`,`active`);--> statement-breakpoint
CREATE TABLE `evidence_profiles` (
	`member_id` text NOT NULL,
	`field` text NOT NULL,
	`payload_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`member_id`, `field`),
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payload_id`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `evidence_testimonies` (
	`id` text PRIMARY KEY NOT NULL,
	`item_id` text NOT NULL,
	`learner_id` text NOT NULL,
	`witness_id` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`state` text NOT NULL,
	`relationship` text,
	`competence_payload` text,
	`words_payload` text,
	`answered_at` integer,
	`generation` integer NOT NULL,
	FOREIGN KEY (`item_id`) REFERENCES `evidence_items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`learner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`witness_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`competence_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`words_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `evidence_testimonies_witness` ON `evidence_testimonies` (`item_id`,`witness_id`);--> statement-breakpoint
CREATE INDEX `evidence_testimonies_asked` ON `evidence_testimonies` (`witness_id`,`state`);--> statement-breakpoint
CREATE TABLE `evidence_units` (
	`unit` text NOT NULL,
	`edition` text NOT NULL,
	`source` text NOT NULL,
	`loaded_at` integer NOT NULL,
	PRIMARY KEY(`unit`, `edition`)
);
--> statement-breakpoint
ALTER TABLE `authority` ADD `marks` text;--> statement-breakpoint
CREATE INDEX `journal_actor` ON `journal` (`actor`,`seq`);