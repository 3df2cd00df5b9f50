// Draws every <figure data-chart> from the JSON beside it: one function for each kind of chart.
// Colours differ in lightness as well as in hue, so they hold in grey print and for the colour-blind.
"use strict";

(function () {
  const COLOURS = ["#0b6375", "#e0912f", "#8cc3cc", "#6b4f8c", "#c3cb6a", "#7f8d95"];
  const INK = "#1d2b33";
  const QUIET = "#586970";
  const LINE = "#dde5e7";
  const ROW = 30;
  const FONT = getComputedStyle(document.body).fontFamily;

  const number = (value) => (value === null || value === undefined ? "—" : Number(value).toLocaleString("zh-CN"));
  const short = (value) => (Math.abs(value) >= 10000 ? `${Number((value / 10000).toFixed(1))}万` : value);

  function frame(data) {
    return {
      color: COLOURS,
      animation: false,
      aria: { enabled: true, decal: { show: false } },
      textStyle: { fontFamily: FONT, color: INK },
      tooltip: {
        trigger: "axis",
        renderMode: "richText", // the HTML kind writes style attributes, which the content policy refuses
        confine: true,
        axisPointer: { type: data.kind === "line" ? "line" : "shadow" },
        formatter: (points) => [points[0].name, ...points.map((one) => `${one.seriesName}　${number(one.value)} ${data.unit}`)].join("\n"),
      },
      legend: data.series.length > 1 ? { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: QUIET } } : undefined,
      grid: { left: 4, right: 28, top: data.series.length > 1 ? 34 : 12, bottom: 4, containLabel: true },
    };
  }

  const values = (data) => ({
    type: "value",
    max: data.unit === "%" ? (extent) => Math.max(100, extent.max) : undefined,
    axisLabel: { color: QUIET, formatter: short, hideOverlap: true },
    splitLine: { lineStyle: { color: LINE } },
    splitNumber: 4,
  });

  const names = (data) => ({
    type: "category",
    data: data.categories,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: LINE } },
    axisLabel: { color: INK, width: 150, overflow: "truncate" },
    triggerEvent: Boolean(data.links.length),
  });

  // Targets are marks across the bar, not bars: something to be reached.
  const target = (one) => ({
    name: one.name, type: "line", data: one.values, lineStyle: { opacity: 0 }, symbol: "rect", symbolSize: [3, 18],
    itemStyle: { color: "#b3261e" }, emphasis: { scale: false }, z: 5,
  });

  const row = (data, one, index, stack) => (one.role === "target" ? target(one) : {
    name: one.name, type: "bar", data: one.values, stack: stack ? "all" : undefined, barMaxWidth: 18,
    itemStyle: { borderColor: "#fff", borderWidth: stack ? 1 : 0 },
    label: { show: !stack && data.series.length === 1, position: "right", color: QUIET, formatter: (point) => number(point.value) },
  });

  const across = (stack) => (data) => ({
    ...frame(data),
    xAxis: values(data),
    yAxis: { ...names(data), inverse: true },
    series: data.series.map((one, index) => row(data, one, index, stack)),
  });

  const line = (data) => ({
    ...frame(data),
    xAxis: { ...names(data), boundaryGap: false, axisLabel: { color: QUIET, alignMinLabel: "left", alignMaxLabel: "right", showMinLabel: true, showMaxLabel: true, hideOverlap: true } },
    yAxis: values(data),
    series: data.series.map((one, index) => ({
      name: one.name, type: "line", data: one.values, connectNulls: false, symbol: ["circle", "rect", "triangle", "diamond"][index % 4],
      symbolSize: 7, lineStyle: { width: 2.5, type: one.role === "target" ? "dashed" : "solid" },
    })),
  });

  const KINDS = { bar: across(false), stacked: across(true), line };
  const height = (data) => (data.kind === "line" ? 280 : Math.max(160, data.categories.length * ROW * (data.kind === "bar" && data.series.filter((one) => one.role !== "target").length > 1 ? 1.5 : 1) + 70));

  function draw(figure) {
    const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const canvas = figure.querySelector("[data-canvas]");
    if (!KINDS[data.kind] || !data.categories.length || canvas.dataset.drawn) return;
    canvas.dataset.drawn = "yes";
    canvas.hidden = false;
    canvas.style.height = `${height(data)}px`;
    const chart = echarts.init(canvas, null, { renderer: "canvas" });
    chart.setOption(KINDS[data.kind](data));
    figure.querySelector("[data-twin]").open = false;
    if (data.links.length) {
      chart.on("click", (point) => {
        const index = point.componentType === "series" ? point.dataIndex : data.categories.indexOf(point.value);
        if (data.links[index]) window.location.assign(data.links[index]);
      });
    }
    new ResizeObserver(() => chart.resize()).observe(canvas);
  }

  const drawAll = (root) => root.querySelectorAll("figure[data-chart]").forEach(draw);
  document.addEventListener("DOMContentLoaded", () => drawAll(document));
  document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target.parentElement || document));
})();
