/** 使用协议: every version of its text; the newest in force is what data carries. */
import agreement from './agreement.json' with { type: 'json' };

const [first, ...later] = agreement.versions;
if (first === undefined) throw new Error('the agreement has no version');

/** Versions stand in their order. */
export const agreementVersion = later.at(-1) ?? first;

export const licence = {
  id: `${agreement.id}-${agreementVersion.version}`,
  title: agreement.title,
  version: agreementVersion.version,
} as const;

export { agreement };
