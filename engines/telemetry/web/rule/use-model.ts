/** The thing model that is chosen, or that of one device; undefined while none is. */
import { useMemo } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import registersContract from '../../../registers/contract.ts';
import { ThingModel } from '../../thing-model.ts';

type Of = { readonly model: string } | { readonly device: string };

export function useModel(of: Of | undefined): ThingModel | undefined {
  const device = of !== undefined && 'device' in of ? of.device : undefined;
  const row = useCall(
    registersContract.routes.read,
    { register: 'telemetry.device', id: device ?? '' },
    { enabled: device !== undefined, fresh: 60_000 },
  );
  const model = of !== undefined && 'model' in of ? of.model : (row.data?.row['model'] as string | undefined);
  const { data } = useCall(
    registersContract.routes.read,
    { register: 'telemetry.thing-model', id: model ?? '' },
    { enabled: model !== undefined, fresh: 60_000 },
  );
  return useMemo(() => ThingModel.safeParse(data?.row['definition']).data, [data]);
}
