/** Words of 脱敏水印策略, and the synthetic values on which one is tried. */
import table from './policies.json' with { type: 'json' };

export const { ways: wayTitles, viewers: viewerTitles, thresholds, masks, dates, preview } = table;
export const policySource = table.source;

export const policyLists = {
  'data-protection ways': wayTitles,
  'data-protection viewers': viewerTitles,
  'data-protection thresholds': thresholds,
  'data-protection masks': masks,
  'data-protection dates': dates,
};
