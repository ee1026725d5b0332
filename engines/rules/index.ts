/** The rules engine's surface: FEEL, decisions by the version in force, and rules as governed data. */
export { createFeel, type Feel } from './feel/create-feel.ts';
export { createRules, type RuleEngine } from './server/create-rules.ts';
export { ruleTables } from './server/rule-tables.ts';
export { rulesSystem } from './server/system.ts';
export { type Decided, rules, type RuleService } from './service.ts';
