import { useSignal } from "@preact/signals";
import { borders, readBorders } from "../map/borders";
import { layers, LAYERS } from "../map/layers";
import { say } from "../words/say";

/** Which things the map shows; borders only from a file of the reader's own. */
export function Layers() {
  const refused = useSignal("");
  return (
    <details class="layers">
      <summary>{say("map.layers")}</summary>
      {LAYERS.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={layers.value.has(one)}
            onChange={(e) => {
              const next = new Set(layers.value);
              if (e.currentTarget.checked) next.add(one);
              else next.delete(one);
              layers.value = next;
            }}
          />{" "}
          {say(`layer.${one}`)}
        </label>
      ))}
      <label>
        {say("layer.borders")}{" "}
        <input
          type="file"
          accept=".geojson,.json,application/geo+json"
          onChange={(e) => {
            const file = e.currentTarget.files?.[0];
            refused.value = "";
            if (!file) borders.value = [];
            else readBorders(file).catch((fault: unknown) => (refused.value = fault instanceof Error ? fault.message : String(fault)));
          }}
        />
      </label>
      <span role="alert">{refused.value && say("layer.no_borders", { why: refused.value })}</span>
    </details>
  );
}
