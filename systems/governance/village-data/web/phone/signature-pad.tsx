/** 签字: strokes of a finger on a pad; kept as lines, not as a picture. */
import { type PointerEvent, type ReactNode, useRef, useState } from 'react';

export type Stroke = readonly (readonly [number, number])[];

const most = 80;
const mostPoints = 400;

export function SignaturePad(props: {
  readonly strokes: readonly Stroke[];
  readonly onChange: (strokes: readonly Stroke[]) => void;
}): ReactNode {
  const { strokes, onChange } = props;
  const [drawing, setDrawing] = useState<Stroke | undefined>(undefined);
  const pad = useRef<SVGSVGElement>(null);
  function at(event: PointerEvent): readonly [number, number] {
    const box = pad.current?.getBoundingClientRect();
    return [Math.round(event.clientX - (box?.left ?? 0)), Math.round(event.clientY - (box?.top ?? 0))];
  }
  return (
    <div className="village-sign">
      <svg
        ref={pad}
        role="img"
        aria-label={strokes.length === 0 ? '在此签字' : `已签 ${strokes.length} 笔`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrawing([at(event)]);
        }}
        onPointerMove={(event) => {
          if (drawing && drawing.length < mostPoints) setDrawing([...drawing, at(event)]);
        }}
        onPointerUp={() => {
          if (drawing && strokes.length < most) onChange([...strokes, drawing]);
          setDrawing(undefined);
        }}
      >
        {strokes.length === 0 && drawing === undefined && (
          <text x="50%" y="55%" textAnchor="middle">
            在此签字
          </text>
        )}
        {[...strokes, ...(drawing ? [drawing] : [])].map((stroke, index) => (
          <polyline key={index} points={stroke.map(([x, y]) => `${x},${y}`).join(' ')} />
        ))}
      </svg>
      {strokes.length > 0 && (
        <button type="button" className="city-link" onClick={() => onChange([])}>
          重签
        </button>
      )}
    </div>
  );
}
