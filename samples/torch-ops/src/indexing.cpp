#include <ATen/Dispatch.h>
#include <c10/util/irange.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "ops.h"

namespace torch_ops {
namespace {

enum class Reduce { Sum, Mean, Maximum };

Reduce parse_reduce(const char* caller, const std::string& name) {
  if (name == "sum") {
    return Reduce::Sum;
  }
  if (name == "mean") {
    return Reduce::Mean;
  }
  TORCH_CHECK_VALUE(name == "max", caller, ": unknown reduction '", name, "'");
  return Reduce::Maximum;
}

Tensor as_indices(const char* caller, const Tensor& tensor, int64_t dimensions) {
  TORCH_CHECK_TYPE(tensor.scalar_type() == at::kLong || tensor.scalar_type() == at::kInt, caller,
                   ": indices must be int32 or int64, not ", tensor.scalar_type());
  TORCH_CHECK(tensor.dim() == dimensions, caller, ": expected indices with ", dimensions, " dimensions, got ", tensor.sizes());
  return tensor.to(at::kLong).contiguous();
}

}  // namespace

Tensor segment_reduce(const Tensor& data, const Tensor& lengths, const std::string& reduce, double initial) {
  const Reduce how = parse_reduce("segment_reduce", reduce);
  TORCH_CHECK(data.dim() >= 1, "segment_reduce: data without dimensions");
  const auto sizes = as_indices("segment_reduce", lengths, 1);
  const int64_t* size = sizes.data_ptr<int64_t>();
  int64_t total = 0;
  for (const auto i : c10::irange(sizes.numel())) {
    TORCH_CHECK_VALUE(size[i] >= 0, "segment_reduce: negative length ", size[i]);
    total += size[i];
  }
  TORCH_CHECK(total == data.size(0), "segment_reduce: lengths add up to ", total, ", data has ", data.size(0), " rows");
  const auto rows = data.contiguous();
  auto shape = data.sizes().vec();
  shape[0] = sizes.numel();
  auto output = at::full(shape, initial, data.options());
  const int64_t inner = data.size(0) == 0 ? 0 : data.numel() / data.size(0);
  AT_DISPATCH_FLOATING_TYPES(data.scalar_type(), "segment_reduce", [&] {
    const scalar_t* from = rows.data_ptr<scalar_t>();
    scalar_t* to = output.data_ptr<scalar_t>();
    for (const auto segment : c10::irange(sizes.numel())) {
      for (int64_t row = 0; row < size[segment]; ++row, from += inner) {
        for (const auto i : c10::irange(inner)) {
          scalar_t& value = to[segment * inner + i];
          value = how == Reduce::Maximum ? std::max(value, from[i]) : value + from[i];
        }
      }
      for (int64_t i = 0; how == Reduce::Mean && size[segment] > 0 && i < inner; ++i) {
        to[segment * inner + i] /= static_cast<scalar_t>(size[segment]);
      }
    }
  });
  return output;
}

Tensor embedding_bag(const Tensor& table, const Tensor& indices, const Tensor& offsets, const std::string& mode, int64_t padding) {
  const Reduce how = parse_reduce("embedding_bag", mode);
  TORCH_CHECK(table.dim() == 2, "embedding_bag: the table must be a matrix, got ", table.sizes());
  const auto rows = as_indices("embedding_bag", indices, 1);
  const auto starts = as_indices("embedding_bag", offsets, 1);
  const int64_t width = table.size(1);
  auto output = at::zeros({starts.numel(), width}, table.options());
  AT_DISPATCH_FLOATING_TYPES_AND(at::kHalf, table.scalar_type(), "embedding_bag", [&] {
    const auto from = table.accessor<scalar_t, 2>();
    scalar_t* to = output.data_ptr<scalar_t>();
    for (const auto bag : c10::irange(starts.numel())) {
      const int64_t begin = starts.data_ptr<int64_t>()[bag];
      const int64_t end = bag + 1 < starts.numel() ? starts.data_ptr<int64_t>()[bag + 1] : rows.numel();
      TORCH_CHECK_INDEX(begin >= 0 && begin <= end && end <= rows.numel(), "embedding_bag: bag ", bag, " is [", begin, ", ", end, ")");
      int64_t used = 0;
      for (int64_t at = begin; at < end; ++at) {
        const int64_t row = rows.data_ptr<int64_t>()[at];
        TORCH_CHECK_INDEX(row >= 0 && row < table.size(0), "embedding_bag: row ", row, " of ", table.size(0));
        if (row == padding) {
          continue;
        }
        for (const auto i : c10::irange(width)) {
          scalar_t& value = to[bag * width + i];
          const scalar_t next = from[row][i];
          value = how != Reduce::Maximum ? static_cast<scalar_t>(value + next) : used == 0 || next > value ? next : value;
        }
        ++used;
      }
      for (int64_t i = 0; how == Reduce::Mean && used > 0 && i < width; ++i) {
        to[bag * width + i] = static_cast<scalar_t>(to[bag * width + i] / static_cast<scalar_t>(used));
      }
    }
  });
  return output;
}

Tensor gather_rows(const Tensor& input, const Tensor& rows, bool check) {
  TORCH_CHECK(input.dim() >= 1, "gather_rows: input without dimensions");
  const auto positions = as_indices("gather_rows", rows, 1);
  const auto source = input.contiguous();
  auto shape = input.sizes().vec();
  shape[0] = positions.numel();
  auto output = at::empty(shape, input.options());
  const int64_t inner = positions.numel() == 0 ? 0 : output.numel() / positions.numel();
  AT_DISPATCH_ALL_TYPES_AND_COMPLEX_AND2(at::kBool, at::kHalf, input.scalar_type(), "gather_rows", [&] {
    const scalar_t* from = source.data_ptr<scalar_t>();
    scalar_t* to = output.data_ptr<scalar_t>();
    for (const auto i : c10::irange(positions.numel())) {
      int64_t row = positions.data_ptr<int64_t>()[i];
      if (check) {
        TORCH_CHECK_INDEX(row >= -input.size(0) && row < input.size(0), "gather_rows: row ", row, " of ", input.size(0));
        row += row < 0 ? input.size(0) : 0;
      }
      std::copy_n(from + row * inner, inner, to + i * inner);
    }
  });
  return output;
}

Tensor edit_distance(const Tensor& left, const Tensor& left_lengths, const Tensor& right, const Tensor& right_lengths) {
  const auto a = as_indices("edit_distance", left, 2);
  const auto b = as_indices("edit_distance", right, 2);
  const auto a_sizes = as_indices("edit_distance", left_lengths, 1);
  const auto b_sizes = as_indices("edit_distance", right_lengths, 1);
  const int64_t batch = a.size(0);
  TORCH_CHECK(b.size(0) == batch && a_sizes.numel() == batch && b_sizes.numel() == batch, "edit_distance: batches differ");
  auto output = at::empty({batch}, a.options());
  std::vector<int64_t> previous;
  std::vector<int64_t> current;
  for (const auto n : c10::irange(batch)) {
    const int64_t rows = a_sizes.data_ptr<int64_t>()[n];
    const int64_t columns = b_sizes.data_ptr<int64_t>()[n];
    TORCH_CHECK_VALUE(rows >= 0 && rows <= a.size(1) && columns >= 0 && columns <= b.size(1), "edit_distance: lengths ", rows,
                      " and ", columns, " exceed ", a.size(1), " and ", b.size(1));
    const int64_t* x = a.data_ptr<int64_t>() + n * a.size(1);
    const int64_t* y = b.data_ptr<int64_t>() + n * b.size(1);
    previous.assign(static_cast<size_t>(columns) + 1, 0);
    for (const auto j : c10::irange(columns + 1)) {
      previous[static_cast<size_t>(j)] = j;
    }
    current = previous;
    for (const auto i : c10::irange(rows)) {
      current[0] = i + 1;
      for (const auto j : c10::irange(static_cast<size_t>(columns))) {
        const int64_t change = previous[j] + (x[i] == y[j] ? 0 : 1);
        current[j + 1] = std::min({change, previous[j + 1] + 1, current[j] + 1});
      }
      std::swap(previous, current);
    }
    output.data_ptr<int64_t>()[n] = previous[static_cast<size_t>(columns)];
  }
  return output;
}

Tensor sparse_matmul(const Tensor& indices, const Tensor& values, int64_t rows, const Tensor& dense) {
  const auto positions = as_indices("sparse_matmul", indices, 2);
  TORCH_CHECK(positions.size(0) == 2, "sparse_matmul: indices must be (2, n), got ", indices.sizes());
  TORCH_CHECK(values.dim() == 1 && values.numel() == positions.size(1), "sparse_matmul: ", values.sizes(), " values for ",
              positions.size(1), " indices");
  TORCH_CHECK(dense.dim() == 2 && dense.scalar_type() == values.scalar_type(), "sparse_matmul: needs a matrix of the type of the values");
  TORCH_CHECK_VALUE(rows >= 0, "sparse_matmul: negative number of rows");
  auto output = at::zeros({rows, dense.size(1)}, dense.options());
  AT_DISPATCH_ALL_TYPES_AND_COMPLEX(values.scalar_type(), "sparse_matmul", [&] {
    const auto value = values.accessor<scalar_t, 1>();
    const auto from = dense.accessor<scalar_t, 2>();
    auto to = output.accessor<scalar_t, 2>();
    for (const auto i : c10::irange(positions.size(1))) {
      const int64_t row = positions.data_ptr<int64_t>()[i];
      const int64_t column = positions.data_ptr<int64_t>()[positions.size(1) + i];
      TORCH_CHECK_INDEX(row >= 0 && row < rows && column >= 0 && column < dense.size(0), "sparse_matmul: element (", row, ", ",
                        column, ") is outside of (", rows, ", ", dense.size(0), ")");
      for (const auto j : c10::irange(dense.size(1))) {
        to[row][j] += value[i] * from[column][j];
      }
    }
  });
  return output;
}

}  // namespace torch_ops
