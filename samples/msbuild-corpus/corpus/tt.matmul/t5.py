tt.ones((4, 3)) @ tt.ones((3, 4))
