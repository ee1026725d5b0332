/** The lake engine's surface. */
export { createLake, type LakeEngine } from './server/create-lake.ts';
export { lakeErrors } from './errors.ts';
export { covered, type CoveredField, isHidden } from './server/covered-fields.ts';
export { maskValue } from './server/read-rows.ts';
export { lakeSystem } from './server/system.ts';
export { lakeTables } from './server/tables.ts';
export { lake, type LakeService, links } from './service.ts';
