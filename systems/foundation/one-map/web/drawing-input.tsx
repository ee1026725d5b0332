/** Points by clicking on the map or by typing their coordinates, for whoever asks about a place. */
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import type { DrawingState } from './use-drawing.ts';

export function DrawingInput(props: {
  readonly drawing: DrawingState;
  /** What the button says before and while somebody draws. */
  readonly start: string;
  readonly stop: string;
  readonly label: string;
  readonly placeholder: string;
  /** Another drawing on the same map must end first. */
  readonly onStart: () => void;
}): ReactNode {
  const { drawing } = props;
  return (
    <>
      <Button
        block
        type={drawing.drawing ? 'primary' : 'default'}
        aria-pressed={drawing.drawing}
        onClick={() => {
          props.onStart();
          drawing.setDrawing(!drawing.drawing);
        }}
      >
        {drawing.drawing ? props.stop : props.start}
      </Button>
      <Input.TextArea
        aria-label={props.label}
        rows={3}
        value={drawing.text}
        placeholder={props.placeholder}
        onChange={(event) => drawing.setText(event.target.value)}
      />
      {drawing.bad.length > 0 && (
        <p className="one-map-bad">第 {drawing.bad.slice(0, 5).join('、')} 行认不得</p>
      )}
    </>
  );
}
