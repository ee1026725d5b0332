/** The rules engine's surface: FEEL, DMN, and decision tables as governed data. */
export { type Compiled, createFeel, type Evaluated, type Feel, type Scope } from './feel/create-feel.ts';
