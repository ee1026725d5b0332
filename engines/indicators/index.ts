/** The indicators engine's surface. */
export { createIndicators, type IndicatorDeps } from './server/create-indicators.ts';
export { indicatorsSystem } from './server/handlers.ts';
export {
  type ComputeQuery,
  type ComputeReply,
  type DrillQuery,
  type IndicatorGroup,
  type IndicatorInfo,
  type IndicatorService,
  type IndicatorValue,
  indicators,
  type TrendPoint,
} from './service.ts';
