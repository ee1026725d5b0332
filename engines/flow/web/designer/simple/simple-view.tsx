/** 简易视图: the process as cards from 发起 to 结束; yields the same model as the drawing. */
import type { ReactNode } from 'react';
import type { ProcessProblem } from '../../../process/problem.ts';
import type { Vocabulary } from '../../../routes/definition-routes.ts';
import type { SimpleProcess } from '../../../process/simple-process.ts';
import { changeStep, findStep, insertStep, moveStep, newStep, removeStep } from './edit-steps.ts';
import { StepList } from './step-list.tsx';
import { StepPanel } from './step-panel.tsx';

export interface SimpleViewProps {
  readonly simple: SimpleProcess;
  readonly vocabulary: Vocabulary;
  readonly problems: readonly ProcessProblem[];
  readonly disabled: boolean;
  /** Chosen from outside (a problem in the list). */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly onChange: (simple: SimpleProcess) => void;
}

export function SimpleView(props: SimpleViewProps): ReactNode {
  const { simple, vocabulary, problems, disabled, chosen, onChoose, onChange } = props;
  const wrong = new Set(
    problems.flatMap(({ element, severity }) => (severity === 'error' && element !== null ? [element] : [])),
  );
  const steps = (next: SimpleProcess['steps']) => onChange({ ...simple, steps: next });
  return (
    <div className="designer-body">
      <div className="simple-canvas">
        <div className="simple-end">{simple.start.title || '发起'}</div>
        <StepList
          steps={simple.steps}
          chain=""
          chosen={chosen}
          disabled={disabled}
          wrong={wrong}
          onChoose={onChoose}
          onAdd={(chain, at, kind) => {
            const step = newStep(kind);
            onChange(insertStep(simple, chain, at, step));
            onChoose(step.id);
          }}
        />
        <div className="simple-end">{simple.end.title || '结束'}</div>
      </div>
      <StepPanel
        simple={simple}
        step={findStep(simple.steps, chosen)}
        vocabulary={vocabulary}
        disabled={disabled}
        onChange={(step) => steps(changeStep(simple.steps, step))}
        onMove={(id, by) => steps(moveStep(simple.steps, id, by))}
        onRemove={(id) => steps(removeStep(simple.steps, id))}
      />
    </div>
  );
}
