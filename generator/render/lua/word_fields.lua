-- Word: fields to fill, facts and lines to sign on, as borderless tables and content controls.
local W = ...
local List = pandoc.List
local kit = W.kit

-- Rows of cells with gaps between: `rows` are lists of {span, extra cell properties, blocks}.
local function spaced(rows, columns, ctx, between, row_properties)
  local width = math.floor((kit.twips(ctx.width) - (columns - 1) * between) / columns)
  local grid = {}
  for i = 1, columns do grid[#grid + 1] = width; if i < columns then grid[#grid + 1] = between end end
  local out = List{kit.raw(kit.table_open('HouseLayout', grid))}
  for _, row in ipairs(rows) do
    out:insert(kit.raw('<w:tr><w:trPr><w:cantSplit/>' .. (row.properties or '') .. '</w:trPr>'))
    local used = 0
    for _, c in ipairs(row) do
      if used > 0 then out:insert(kit.raw(kit.cell_open(between) .. '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p></w:tc>')) end
      local full = width * c.span + between * (c.span - 1)
      local span = c.span > 1 and '<w:gridSpan w:val="' .. (2 * c.span - 1) .. '"/>' or ''
      out:insert(kit.raw(kit.cell_open(full, span .. (c.extra or ''))))
      out:extend(c.blocks)
      out:insert(kit.raw('</w:tc>'))
      used = used + c.span
    end
    for _ = used + 1, columns do
      out:insert(kit.raw(kit.cell_open(between) .. '<w:p/></w:tc>' .. kit.cell_open(width) .. '<w:p/></w:tc>'))
    end
    out:insert(kit.raw('</w:tr>'))
  end
  out:extend{kit.raw('</w:tbl>'), kit.gap}
  return out
end

-- Items into rows of `columns`, an item being {span = n}.
local function packed(items, columns)
  local rows, row, used = {}, {}, 0
  for _, item in ipairs(items) do
    if used + item.span > columns then rows[#rows + 1] = row; row, used = {}, 0 end
    row[#row + 1] = item
    used = used + item.span
  end
  if #row > 0 then rows[#rows + 1] = row end
  return rows
end

local line_below = '<w:tcBorders>' .. kit.border('bottom', 6, '5D6770') .. '</w:tcBorders><w:vAlign w:val="top"/>'
local line_above = '<w:tcBorders>' .. kit.border('top', 8, kit.ink) .. '</w:tcBorders>'

local function is_checkbox(pair)
  local found = pair.attributes.type == 'checkbox'
  for _, inline in ipairs(pair.value) do
    found = found or inline.t == 'RawInline' and inline.text:match('<w14:checkbox') ~= nil and #pair.value == 1
  end
  return found
end

function W.field_grid(pairs_list, columns, ctx)
  local items = {}
  for _, pair in ipairs(pairs_list) do
    local name = pandoc.utils.stringify(pair.label)
    if is_checkbox(pair) then
      local box = kit.rawi(kit.control('checkbox', name) .. kit.tick_run .. kit.close_control)
      items[#items + 1] = {span = pair.wide and columns or math.min(columns, tonumber(pair.attributes.span or 1)), lines = 0,
        blocks = List{kit.para('Field Value', List{box, pandoc.Str('\u{2002}')} .. pair.label)}}
      goto continue
    end
    local inner = #pair.value > 0 and pair.value or List{kit.rawi('<w:r><w:t xml:space="preserve">\u{a0}</w:t></w:r>')}
    local value = List{kit.rawi(kit.control(pair.attributes.type or 'text', name))} .. inner .. List{kit.rawi(kit.close_control)}
    items[#items + 1] = {
      span = pair.wide and columns or math.min(columns, tonumber(pair.attributes.span or 1)), extra = line_below,
      lines = tonumber(pair.attributes.lines or 1), blocks = List{kit.para('Field Label', pair.label), kit.para('Field Value', value)},
    }
    ::continue::
  end
  local rows = packed(items, columns)
  for _, row in ipairs(rows) do
    local lines = 1
    for _, item in ipairs(row) do lines = math.max(lines, item.lines) end
    row.properties = '<w:trHeight w:val="' .. kit.twips(6.5 + 5 * lines) .. '" w:hRule="atLeast"/>'
  end
  return spaced(rows, columns, ctx, kit.twips(6))
end

function W.facts(pairs_list, columns, ctx)
  local items = {}
  columns = math.min(columns, #pairs_list)
  for _, pair in ipairs(pairs_list) do
    items[#items + 1] = {span = 1, blocks = List{kit.para('Field Label', pair.label), kit.para('Fact', pair.value)}}
  end
  local rows = packed(items, columns)
  local widths = {}
  for i = 1, columns do widths[i] = math.floor(kit.twips(ctx.width) / columns) end
  local out = List{kit.raw(kit.table_open('HouseFacts', widths))}
  for _, row in ipairs(rows) do
    out:insert(kit.raw('<w:tr><w:trPr><w:cantSplit/></w:trPr>'))
    for i = 1, columns do
      out:insert(kit.raw(kit.cell_open(widths[i])))
      out:extend(row[i] and row[i].blocks or List{kit.empty('FieldLabel')})
      out:insert(kit.raw('</w:tc>'))
    end
    out:insert(kit.raw('</w:tr>'))
  end
  out:extend{kit.raw('</w:tbl>'), kit.gap}
  return out
end

function W.signatures(items, columns, ctx)
  local cells = {}
  for _, item in ipairs(items) do
    cells[#cells + 1] = {span = 1, extra = line_above, blocks = List{kit.para('Signature Label', pandoc.utils.blocks_to_inlines(item))}}
  end
  local out = List{}
  for _, row in ipairs(packed(cells, columns)) do
    out:insert(kit.empty('SignatureSpace'))
    out:extend(spaced({row}, columns, ctx, kit.twips(10)))
  end
  return out
end

return W
