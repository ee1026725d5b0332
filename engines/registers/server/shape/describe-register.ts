/** The catalogue entry of a register for one caller: what it holds, and what he may do with it. */
import type { Principal } from '../../../../kernel/access.ts';
import type { RegisterReply } from '../../routes/catalogue-routes.ts';
import type { RegisterEngine } from '../create-registers.ts';
import { type Act, decideAct, type Sight } from '../row/row-context.ts';
import { fieldInfo } from './describe-fields.ts';
import type { Shape } from './describe-shape.ts';

export function describeRegister(
  engine: RegisterEngine,
  principal: Principal,
  shape: Shape,
  sight: Sight,
): RegisterReply {
  const { info } = shape;
  const { declaration } = info;
  const { access, contracts } = engine.deps;
  const may = (act: Act) => decideAct(access, shape, principal, act).permit;
  const isCase = declaration.kind === 'case';
  return {
    id: info.id,
    system: info.system,
    systemTitle: contracts.find((each) => each.id === info.system)?.title ?? info.system,
    kind: declaration.kind,
    title: declaration.title,
    summary: declaration.summary ?? null,
    owner: declaration.owner,
    ownerName: access.findDepartment(declaration.owner)?.name ?? declaration.owner,
    share: declaration.share,
    open: declaration.open,
    titleField: declaration.titleField,
    sort: declaration.sort ?? null,
    may: {
      write: !isCase && may('write'),
      import: (!isCase || engine.sinkOf(info.id) !== undefined) && may('import'),
      export: may('export'),
      reveal: may('reveal'),
    },
    fields: shape.fields.map((each) => fieldInfo(each, engine.desk(info.id).context.hidden(sight).names)),
  };
}
