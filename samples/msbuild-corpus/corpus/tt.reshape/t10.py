tt.arange(12).reshape((3, 4))
