/** The forms engine's surface. */
export { default as formsContract } from './contract.ts';
export { createForms, type FormEngine } from './server/create-forms.ts';
export { formTables } from './server/form-tables.ts';
export { formsSystem } from './server/system.ts';
export { forms, type FormService } from './service.ts';
