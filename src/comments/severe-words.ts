import type { SevereTopic } from "./settings.ts";

/**
 * What is severe as people say it, as data. `severe` would rather ask once too often.
 * `harmless` is what it would find in everyday language: a severe phrase of which a word is
 * also in a harmless one does not count.
 *
 * A phrase is words that follow one another. A word stands for its other forms too ("leak":
 * leaks, leaking); one after `=` for itself alone; `a/b` for either; `a?` may be left out;
 * `…` is up to four words of any kind. Phrases end at a comma or at the end of the line.
 */
export interface Phrases {
  readonly severe: readonly string[];
  readonly harmless: readonly string[];
}

const phrases = (text: string): readonly string[] =>
  text
    .split(/[,\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== "");

const WE = "i/we/he/she/they/you/customer/caller";
const WHOSE =
  "my/his/her/their/our/your/customer/mum/mother/dad/father/son/daughter/husband/wife/partner/child/baby";
const SELF = "himself/herself/myself/themselves/themself/yourself/ourselves";
const BE = "=am/=is/=are/=was/=were/=be/=being/=been";
const THING =
  "charger/plug/battery/socket/cable/wire/router/phone/laptop/tablet/oven/hob/cooker/boiler/machine/dryer/kettle/toaster/fridge/freezer/heater/tv/lamp/appliance/blanket/=it";

const SAFETY: Phrases = {
  severe: phrases(`
    catch/caught fire, on fire, set fire/alight/ablaze, =flames, a/the/small/kitchen/house fire
    fire broke/started, fire brigade/service/engine/hazard/risk, smoke, ${THING} ${BE}? smoking
    =start/=started/=began smoking, smoking charger/plug/battery/socket/oven, =burned/=burnt/=burning
    =burns on/to/from, a/chemical/severe/bad =burn, burn mark/hazard, =scorched, =scorching, =scalded, =scald
    electric/electrical shock, shock from … plug/charger/socket/cable/machine, electrocute, electrocution
    live/bare/exposed wire/wiring, explode, explosion, blew/blow up, =sparking, =sparks came/coming/flew/flying/from
    overheat, overheated, ${THING} … melted, melted plug/charger/cable/socket
    swollen/bulging/leaking battery, battery … swollen/swelled/bulging/leaking
    gas leak, leak of gas, smell/smells/smelt … gas, carbon monoxide, toxic, =fumes, asbestos, evacuate

    injure, injury, hurt ${SELF}, hurt ${WHOSE}, =got/=was/=were/=been/badly/seriously hurt
    bleeding heavily/badly/from, =was/=is/started bleeding, blood, unconscious, =fainted, concussion, needed stitches
    broke/broken ${WHOSE}? arm/leg/wrist/ankle/hip/bone/finger/foot/neck, ambulance, paramedic
    taken/rushed/sent/admitted/went … hospital, ended up … hospital, =hospitalised, =hospitalized
    call/called/dial/rang/phoned =999/=112, allergic/allergy reaction, =anaphylactic, =anaphylaxis
    poison, poisonous, choke, swallowed a/the/some battery/magnet/bead/glass, glass in
    make/made/making … =ill/=sick, contaminate, =suffocated, =strangled
    nearly/almost/could … died/killed/drowned, chair/ladder/shelf/bed/stool/cot/pram/ceiling/she/he collapsed
    dangerous, hazard, hazardous, =unsafe, not/isn't/isnt/wasn't/wasnt safe, =fatal, safety risk/concern, health and safety
    safeguarding, child protection, at risk of harm

    suicide, self harm, harm ${SELF}, kill ${SELF}, overdose, overdosed, want/wanted to die, rather be dead
    kill you/us/him/her/them/me/somebody/someone/people, end/ending/take/taking/took ${WHOSE} own? life
    end it all, better off dead, no point in? living, no reason to live, jump off
    not/don't/dont/doesn't/doesnt/didn't want to live/be here
    threat, threaten, assault, attack, =punched, =stabbed, a knife, a gun, weapon, a bomb, bomb threat
    violent, violence, domestic/child/physical/physically/sexual/sexually abuse, sexual/sexually assault
    abusive partner/husband/wife/boyfriend/girlfriend/ex, =rape, =raped, stalker, stalked, =groped
    afraid/scared for … life/safety
  `),
  // What callers threaten every day is to leave; where it is the law, that is a topic of its own.
  harmless: phrases(`
    fire =stick/tablet/=tv/=hd/alarm/door/place/wall/extinguisher/sale/drill/pit/guard/proof/blanket
    smoke/smoking/smoked alarm/detector/free/area/shelter/break/grey/gray/salmon, no/non smoking
    burn/burned/burnt/burning … toast/dinner/food/cake/pizza, burn/burned/burnt/burning out/question/orange/through
    danger zone, insult to injury, injury time, toxic debt, hurt … feelings/wallet/pocket
    heart/cyber/phishing/hacker attack, blood boil/pressure/test/sugar/orange, bad/new blood
    life insurance/assurance/cover/policy, bath bomb, cost a bomb, virus/security threat, glass in transit
    nearly/almost/could … killed … time/battery/mood, went to hospital appointment, make/made … sick of
    dangerous/hazardous goods/waste, blow/blew up bed/mattress/boat/pool/=price/=bill
    threat/threaten … cancel/leave/switch/go/move/stop/close/complain/disconnect/cut/withhold
    threat/threaten … sue/court/solicitor/lawyer/legal/ombudsman/bailiff, threat/threaten … review/trustpilot/fee/charge
  `),
};

const TRAIT =
  "disability/race/religion/religious/gender/sex/=age/accent/skin/ethnicity/nationality/sexuality/pregnancy/faith/belief/hijab/turban/autism/dyslexia";
const LIKE_THAT =
  "black/asian/brown/african/indian/pakistani/polish/romanian/irish/roma/=traveller/muslim/jewish/sikh/hindu/christian/gay/lesbian/bisexual/=trans/transgender/queer/deaf/blind/disabled/autistic/pregnant/foreign/foreigner/=old/elderly/woman/female";

const DISCRIMINATION: Phrases = {
  severe: phrases(`
    racist, racism, racial, racially, sexist, sexism, homophobic, homophobia, transphobic, transphobia
    xenophobic, xenophobia, islamophobic, islamophobia, antisemitic, antisemitism, anti semitic/semitism
    ableist, ableism, ageist, ageism, misogynist, misogyny, misogynistic, bigot, bigoted, bigotry
    discriminate, discrimination, discriminatory, prejudice, prejudiced, hate crime/speech, =slur, =slurs
    derogatory, offensive/inappropriate/sexual remark/comment/joke/language, sexual/sexually harass
    because/due of/to ${WHOSE} own? ${TRAIT}, colour/color of ${WHOSE} skin, skin colour/color
    because ${WE} ${BE}? a/an/too/not? ${LIKE_THAT}, for ${BE} a/an/too? ${LIKE_THAT}
    mock/laughed/joked at/about? ${WHOSE} accent/stammer/stutter/disability/wheelchair/hearing/name
    make/made/making fun of ${WHOSE}, go/went back to ${WHOSE} own? country
    equality act, protected characteristic, disability rights, reasonable adjustment, guide/assistance dog
    no/without wheelchair/disabled/step access, stop/told/asked … breastfeeding
    deaf/disabled/blind customers/people can't/cannot
  `),
  harmless: phrases(`
    discriminate between, discriminating taste/palate/customer/buyer/shopper, pride and prejudice, without prejudice
  `),
};

const LAW: Phrases = {
  severe: phrases(`
    solicitor, lawyer, attorney, barrister, law firm/centre/society/suit, lawsuit, litigation, litigate
    legal action/advice/proceedings/team/letter/claim/case/right/representation/department/challenge/dispute
    legally obliged/required/bound/entitled/responsible, illegal, illegally, =unlawful, =unlawfully
    break/broke/broken/against the law, by law, consumer law/rights, the law, statutory rights
    court, tribunal, prosecute, prosecution, small claims, summons, subpoena, injunction, bailiff, =ccj
    =suing, =sued, =sue us/you/them/the/over, i/we/he/she/they =sue
    going/want/wanted/threaten/plan/intend/try/able/right to =sue, consider/=will/=would/=could/=might/=gonna/=and =sue
    letter before action/claim, ombudsman, ombudsmen, ombudswoman, =regulator, =regulators
    =ofcom, =ofgem, =ofwat, =fca, =ico, financial conduct authority, information commissioner
    trading/advertising standards, citizens advice, competition and markets, breach of, breached … contract/rights/law
    data/privacy breach, data protection act/law/officer/complaint, =gdpr, subject access, right to erasure
    right to be forgotten, section =75, sale of goods act, negligent, negligence, =liable
    defamation, defamatory, slander, libel, cease and desist, mis sold/selling/sell, missold
    harass, harassment, the police, call/report … police, police report/officer/involved
    report us/you to, class action, without prejudice, criminal offence
  `),
  harmless: phrases(`
    tennis/squash/basketball/badminton/food/=earl/=earls/hampton court, court road/street/house/yard/shoe/lane/close
    pressure/gas/voltage/temperature/water/window =regulator, work … police, the in law, the law student
    sexual/sexually harass
  `),
};

/** The built-in phrases by topic. */
export const SEVERE_PHRASES: Readonly<Record<SevereTopic, Phrases>> = {
  safety: SAFETY,
  discrimination: DISCRIMINATION,
  law: LAW,
};
