/** The privacy engine's surface. */
export { partPoints } from './server/match-parts.ts';
export { createPrivacy, type PrivacyEngine } from './server/create-privacy.ts';
export { privacyTables } from './server/tables.ts';
export { privacyErrors } from './errors.ts';
