/**
 * Many moving points on the map, drawn by the graphics card from one buffer: a point that is heard of glides from where it stands to where it
 * is now, without a line of script for the frames between, and an update writes only the points that changed.
 */
import type { CustomLayerInterface, CustomRenderMethodInput, Map as LibraryMap } from 'maplibre-gl';

export interface LiveMove {
  /** Of the thing that moves, the same each time. */
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** 0xrrggbb; default the layer's. */
  readonly colour?: number;
}

export interface LivePointsOptions {
  readonly id: string;
  /** More are left out, and `move` says how many. */
  readonly most: number;
  /** 0xrrggbb. */
  readonly colour: number;
  /** CSS pixels across. */
  readonly size?: number;
  /** Milliseconds that a point takes to where it was heard of; about the pause between two updates. */
  readonly glide?: number;
}

export interface LivePoints {
  readonly layer: CustomLayerInterface;
  /** Points that are new, or have moved. Returns how many found no room. */
  readonly move: (changes: Iterable<LiveMove>) => number;
  readonly remove: (ids: Iterable<string>) => void;
  readonly count: () => number;
}

/** From, to, when it began to move, colour. */
const floatsAPoint = 6;
const radian = Math.PI / 180;
/** Of Fuyang: positions are kept against it, as 32 bits hold a centimetre there and two metres against the world. */
const origin = { x: (115.8 + 180) / 360, y: mercatorY(32.9) };

function mercatorY(lat: number): number {
  return (180 - Math.log(Math.tan(Math.PI / 4 + (lat * radian) / 2)) / radian) / 360;
}

const vertexSource = `#version 300 es
uniform mat4 u_matrix;
uniform float u_now;
uniform float u_glide;
uniform float u_size;
in vec2 a_from;
in vec2 a_to;
in float a_began;
in float a_colour;
out vec3 v_colour;
void main() {
  float part = clamp((u_now - a_began) / u_glide, 0.0, 1.0);
  gl_Position = u_matrix * vec4(mix(a_from, a_to, part), 0.0, 1.0);
  gl_PointSize = u_size;
  v_colour = vec3(floor(a_colour / 65536.0), mod(floor(a_colour / 256.0), 256.0), mod(a_colour, 256.0)) / 255.0;
}`;

const fragmentSource = `#version 300 es
precision mediump float;
in vec3 v_colour;
out vec4 colour;
void main() {
  float away = length(gl_PointCoord - 0.5);
  if (away > 0.5) discard;
  colour = vec4(away > 0.36 ? vec3(1.0) : v_colour, 1.0);
}`;

function compile(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexSource],
    [gl.FRAGMENT_SHADER, fragmentSource],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('no shader');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(gl.getProgramInfoLog(program) ?? 'link');
  return program;
}

/** The map's matrix for positions against the origin; multiplied in 64 bits, so that nothing trembles close by. */
function shifted(matrix: ArrayLike<number>): Float32Array {
  const moved = Float32Array.from(matrix);
  for (let row = 0; row < 4; row += 1)
    moved[12 + row] =
      (matrix[row] ?? 0) * origin.x + (matrix[4 + row] ?? 0) * origin.y + (matrix[12 + row] ?? 0);
  return moved;
}

/** Where in the buffer was written since the last frame. */
interface Dirty {
  from: number;
  to: number;
}

export function livePoints({ id, most, colour, size = 7, glide = 1000 }: LivePointsOptions): LivePoints {
  const data = new Float32Array(most * floatsAPoint);
  const places = new Map<string, number>();
  const ids: string[] = [];
  const dirty: Dirty = { from: Infinity, to: 0 };
  const began = performance.now();
  let map: LibraryMap | undefined;
  let program: WebGLProgram | undefined;
  let uniforms: Readonly<Record<'matrix' | 'now', WebGLUniformLocation | null>> = { matrix: null, now: null };
  let buffer: WebGLBuffer | null = null;
  let array: WebGLVertexArrayObject | null = null;
  let restsAt = 0;

  const now = () => performance.now() - began;
  function touch(place: number): void {
    dirty.from = Math.min(dirty.from, place);
    dirty.to = Math.max(dirty.to, place + 1);
  }

  function put(
    place: number,
    { lon, lat, colour: own = colour }: LiveMove,
    isNew: boolean,
    at: number,
  ): void {
    const start = place * floatsAPoint;
    const [x, y] = [(lon + 180) / 360 - origin.x, mercatorY(lat) - origin.y];
    if (isNew) {
      data[start] = x;
      data[start + 1] = y;
    } else {
      // From where it is seen at this moment, even in the middle of a glide.
      const part = Math.min(1, (at - (data[start + 4] ?? 0)) / glide);
      const [fromX, fromY] = [data[start] ?? 0, data[start + 1] ?? 0];
      data[start] = fromX + ((data[start + 2] ?? 0) - fromX) * part;
      data[start + 1] = fromY + ((data[start + 3] ?? 0) - fromY) * part;
    }
    data[start + 2] = x;
    data[start + 3] = y;
    data[start + 4] = at;
    data[start + 5] = own;
    touch(place);
  }

  function upload(gl: WebGL2RenderingContext): void {
    if (dirty.from >= dirty.to) return;
    const from = dirty.from * floatsAPoint;
    gl.bufferSubData(gl.ARRAY_BUFFER, from * 4, data, from, (dirty.to - dirty.from) * floatsAPoint);
    dirty.from = Infinity;
    dirty.to = 0;
  }

  function bind(gl: WebGL2RenderingContext, made: WebGLProgram): void {
    array = gl.createVertexArray();
    buffer = gl.createBuffer();
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data.byteLength, gl.DYNAMIC_DRAW);
    for (const [name, floats, at] of [
      ['a_from', 2, 0],
      ['a_to', 2, 2],
      ['a_began', 1, 4],
      ['a_colour', 1, 5],
    ] as const) {
      const place = gl.getAttribLocation(made, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, floats, gl.FLOAT, false, floatsAPoint * 4, at * 4);
    }
    gl.bindVertexArray(null);
    // A context that was lost comes back empty.
    if (ids.length > 0) [dirty.from, dirty.to] = [0, ids.length];
  }

  const layer: CustomLayerInterface = {
    id,
    type: 'custom',
    renderingMode: '2d',
    onAdd(added, gl) {
      map = added;
      program = compile(gl);
      // Asked once: each asking waits for the graphics process.
      uniforms = {
        matrix: gl.getUniformLocation(program, 'u_matrix'),
        now: gl.getUniformLocation(program, 'u_now'),
      };
      gl.useProgram(program);
      gl.uniform1f(gl.getUniformLocation(program, 'u_glide'), glide);
      gl.uniform1f(gl.getUniformLocation(program, 'u_size'), size * devicePixelRatio);
      bind(gl, program);
    },
    onRemove(_, gl) {
      if (program !== undefined) gl.deleteProgram(program);
      gl.deleteBuffer(buffer);
      gl.deleteVertexArray(array);
      map = undefined;
      program = undefined;
    },
    render(context, { defaultProjectionData }: CustomRenderMethodInput) {
      const gl = context as WebGL2RenderingContext;
      if (program === undefined || ids.length === 0) return;
      gl.useProgram(program);
      gl.bindVertexArray(array);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      upload(gl);
      gl.uniformMatrix4fv(uniforms.matrix, false, shifted(defaultProjectionData.mainMatrix));
      gl.uniform1f(uniforms.now, now());
      gl.disable(gl.DEPTH_TEST);
      gl.drawArrays(gl.POINTS, 0, ids.length);
      gl.bindVertexArray(null);
      // A map on which nothing moves rests.
      if (now() < restsAt) map?.triggerRepaint();
    },
  };

  return {
    layer,
    move(changes) {
      const at = now();
      let left = 0;
      for (const change of changes) {
        const found = places.get(change.id);
        if (found === undefined && ids.length >= most) {
          left += 1;
          continue;
        }
        const place = found ?? ids.push(change.id) - 1;
        if (found === undefined) places.set(change.id, place);
        put(place, change, found === undefined, at);
      }
      restsAt = at + glide;
      map?.triggerRepaint();
      return left;
    },
    remove(gone) {
      for (const one of gone) {
        const place = places.get(one);
        const last = place === undefined ? undefined : ids.pop();
        if (place === undefined || last === undefined) continue;
        places.delete(one);
        if (last === one) continue;
        // The last point takes the empty place, so that all that is drawn stands together.
        data.copyWithin(place * floatsAPoint, ids.length * floatsAPoint, (ids.length + 1) * floatsAPoint);
        ids[place] = last;
        places.set(last, place);
        touch(place);
      }
      map?.triggerRepaint();
    },
    count: () => ids.length,
  };
}
